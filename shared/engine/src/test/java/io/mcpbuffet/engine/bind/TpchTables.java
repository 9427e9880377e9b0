package io.mcpbuffet.engine.bind;

/** Small tables with the columns of TPC-H. */
final class TpchTables {
    static final int ORDERS = 300;

    static final String[] SMALL = {
        "CREATE TABLE customer AS SELECT i AS c_custkey, 'Customer#' || i AS c_name, i % 5 AS c_nationkey,"
                + " (i * 37 % 1000)::DECIMAL(12,2) AS c_acctbal, ['BUILDING','MACHINERY','AUTOMOBILE'][i % 3 + 1] AS c_mktsegment,"
                + " '1' || i || '-555' AS c_phone FROM range(1, 31) t(i)",
        "CREATE TABLE orders AS SELECT i AS o_orderkey, i % 29 + 1 AS o_custkey, ['O','F','P'][i % 3 + 1] AS o_orderstatus,"
                + " (i * 17.25)::DECIMAL(12,2) AS o_totalprice, DATE '1994-01-01' + (i * 3)::INTEGER AS o_orderdate,"
                + " (i % 5 + 1) || '-P' AS o_orderpriority, 'comment ' || i AS o_comment FROM range(1, 301) t(i)",
        "CREATE TABLE lineitem AS SELECT i % 300 + 1 AS l_orderkey, i % 20 AS l_partkey, i % 7 AS l_suppkey, i // 300 + 1 AS l_linenumber,"
                + " (i % 50)::DECIMAL(12,2) AS l_quantity, (i * 3.5)::DECIMAL(12,2) AS l_extendedprice, (i % 10 / 100.0)::DECIMAL(12,2) AS l_discount,"
                + " 0.05::DECIMAL(12,2) AS l_tax, ['A','N','R'][i % 3 + 1] AS l_returnflag, ['O','F'][i % 2 + 1] AS l_linestatus,"
                + " DATE '1994-01-01' + (i % 900)::INTEGER AS l_shipdate, DATE '1994-01-03' + (i % 800)::INTEGER AS l_commitdate,"
                + " DATE '1994-01-05' + (i % 850)::INTEGER AS l_receiptdate, ['MAIL','SHIP','AIR'][i % 3 + 1] AS l_shipmode FROM range(1200) t(i)",
        "CREATE TABLE nation AS SELECT i AS n_nationkey, 'NATION' || i AS n_name, i % 2 AS n_regionkey FROM range(5) t(i)",
        "CREATE TABLE region AS SELECT i AS r_regionkey, 'REGION' || i AS r_name FROM range(2) t(i)",
        "CREATE TABLE supplier AS SELECT i AS s_suppkey, 'Supplier' || i AS s_name, i % 5 AS s_nationkey, i * 100.5 AS s_acctbal FROM range(7) t(i)",
        "CREATE TABLE part AS SELECT i AS p_partkey, 'part ' || i AS p_name, 'Brand#' || (i % 4) AS p_brand, i % 10 AS p_size,"
                + " 'TYPE ' || (i % 3) AS p_type FROM range(20) t(i)"
    };

    private TpchTables() {}
}
