-- sales of a brand by year
SELECT d_year, i_brand, sum(ss_ext_sales_price) AS sum_agg FROM date_dim, store_sales, item WHERE d_date_sk = ss_sold_date_sk AND ss_item_sk = i_item_sk AND i_manufact_id = 4 AND d_moy = 11 GROUP BY d_year, i_brand ORDER BY d_year, sum_agg DESC, i_brand LIMIT 100;

-- customers who return more than others of their store
WITH customer_total_return AS (SELECT sr_customer_sk AS ctr_customer_sk, sr_store_sk AS ctr_store_sk, sum(sr_return_amt) AS ctr_total_return FROM store_returns, date_dim WHERE sr_returned_date_sk = d_date_sk AND d_year = 2022 GROUP BY sr_customer_sk, sr_store_sk) SELECT c_customer_id FROM customer_total_return ctr1, store, customer WHERE ctr1.ctr_total_return > (SELECT avg(ctr_total_return) * 1.2 FROM customer_total_return ctr2 WHERE ctr1.ctr_store_sk = ctr2.ctr_store_sk) AND s_store_sk = ctr1.ctr_store_sk AND s_state = 'TN' AND ctr1.ctr_customer_sk = c_customer_sk ORDER BY c_customer_id LIMIT 100;

-- growth of the web against stores
WITH year_total AS (SELECT c_customer_id AS id, d_year AS dyear, sum(ss_ext_sales_price) AS total, 's' AS sale_type FROM customer, store_sales, date_dim WHERE c_customer_sk = ss_customer_sk AND ss_sold_date_sk = d_date_sk GROUP BY c_customer_id, d_year UNION ALL SELECT c_customer_id, d_year, sum(ws_ext_sales_price), 'w' FROM customer, web_sales, date_dim WHERE c_customer_sk = ws_bill_customer_sk AND ws_sold_date_sk = d_date_sk GROUP BY c_customer_id, d_year) SELECT s2.id FROM year_total s1, year_total s2, year_total w1, year_total w2 WHERE s2.id = s1.id AND s1.id = w2.id AND s1.id = w1.id AND s1.sale_type = 's' AND w1.sale_type = 'w' AND s2.sale_type = 's' AND w2.sale_type = 'w' AND s1.dyear = 2022 AND s2.dyear = 2023 AND w1.dyear = 2022 AND w2.dyear = 2023 AND s1.total > 0 AND w1.total > 0 AND w2.total / w1.total > s2.total / s1.total ORDER BY 1;

-- profit by store and channel with a rollup
WITH ssr AS (SELECT s_store_name AS id, sum(ss_ext_sales_price) AS sales, sum(ss_net_profit) AS profit FROM store_sales JOIN store ON ss_store_sk = s_store_sk GROUP BY s_store_name), wsr AS (SELECT i_category AS id, sum(ws_ext_sales_price) AS sales, sum(ws_net_profit) AS profit FROM web_sales JOIN item ON ws_item_sk = i_item_sk GROUP BY i_category) SELECT channel, id, sum(sales) AS sales, sum(profit) AS profit FROM (SELECT 'store' AS channel, * FROM ssr UNION ALL SELECT 'web', * FROM wsr) x GROUP BY ROLLUP (channel, id) ORDER BY channel NULLS LAST, id NULLS LAST, sales;

-- states of buyers of items dearer than their category
SELECT a.ca_state AS state, count(*) AS cnt FROM customer_address a, customer c, store_sales s, date_dim d, item i WHERE a.ca_address_sk = c.c_current_addr_sk AND c.c_customer_sk = s.ss_customer_sk AND s.ss_sold_date_sk = d.d_date_sk AND s.ss_item_sk = i.i_item_sk AND d.d_year = 2022 AND i.i_current_price > 1.2 * (SELECT avg(j.i_current_price) FROM item j WHERE j.i_category = i.i_category) GROUP BY a.ca_state HAVING count(*) >= 2 ORDER BY cnt, a.ca_state;

-- averages of promoted sales
SELECT i_item_id, avg(ss_quantity) AS agg1, avg(ss_sales_price) AS agg2 FROM store_sales, item, promotion WHERE ss_item_sk = i_item_sk AND ss_promo_sk = p_promo_sk AND (p_channel_email = 'N' OR p_channel_tv = 'N') GROUP BY i_item_id ORDER BY i_item_id LIMIT 20;

-- zips of two sets
SELECT s_store_name, sum(ss_net_profit) FROM store_sales, store, (SELECT ca_zip FROM (SELECT substr(ca_zip, 1, 5) AS ca_zip FROM customer_address WHERE ca_zip LIKE '1%' INTERSECT SELECT ca_zip FROM (SELECT substr(ca_zip, 1, 5) AS ca_zip, count(*) AS cnt FROM customer_address, customer WHERE ca_address_sk = c_current_addr_sk AND c_preferred_cust_flag = 'Y' GROUP BY ca_zip HAVING count(*) > 2) a1) a2) v1 WHERE ss_store_sk = s_store_sk AND substr(ca_zip, 1, 2) = '10' GROUP BY s_store_name ORDER BY s_store_name;

-- buckets by scalar subqueries
SELECT CASE WHEN (SELECT count(*) FROM store_sales WHERE ss_quantity BETWEEN 1 AND 5) > 500 THEN (SELECT avg(ss_ext_sales_price) FROM store_sales WHERE ss_quantity BETWEEN 1 AND 5) ELSE (SELECT avg(ss_net_profit) FROM store_sales WHERE ss_quantity BETWEEN 1 AND 5) END AS bucket1, CASE WHEN (SELECT count(*) FROM store_sales WHERE ss_quantity BETWEEN 6 AND 10) > 5000 THEN 1 ELSE 2 END AS bucket2;

-- customers with store and web sales
SELECT ca_state, count(*) AS cnt, avg(c_birth_year) AS average FROM customer c, customer_address ca WHERE c.c_current_addr_sk = ca.ca_address_sk AND EXISTS (SELECT * FROM store_sales, date_dim WHERE c.c_customer_sk = ss_customer_sk AND ss_sold_date_sk = d_date_sk AND d_year = 2022 AND d_moy BETWEEN 1 AND 4) AND EXISTS (SELECT * FROM web_sales, date_dim WHERE c.c_customer_sk = ws_bill_customer_sk AND ws_sold_date_sk = d_date_sk AND d_year = 2023) GROUP BY ca_state ORDER BY ca_state NULLS FIRST;

-- share of the class
SELECT i_item_id, i_category, i_class, sum(ws_ext_sales_price) AS itemrevenue, sum(ws_ext_sales_price) * 100 / sum(sum(ws_ext_sales_price)) OVER (PARTITION BY i_class) AS revenueratio FROM web_sales, item, date_dim WHERE ws_item_sk = i_item_sk AND i_category IN ('Sports', 'Books', 'Home') AND ws_sold_date_sk = d_date_sk AND d_date BETWEEN DATE '2022-02-22' AND DATE '2022-02-22' + INTERVAL 30 DAY GROUP BY i_item_id, i_category, i_class ORDER BY i_category, i_class, i_item_id, revenueratio;

-- items in both channels
WITH cross_items AS (SELECT i_item_sk AS ss_item_sk FROM item, (SELECT i_brand AS brand, i_class AS class FROM store_sales, item WHERE ss_item_sk = i_item_sk INTERSECT SELECT i_brand, i_class FROM web_sales, item WHERE ws_item_sk = i_item_sk) x WHERE i_brand = brand AND i_class = class), avg_sales AS (SELECT avg(quantity * price) AS average_sales FROM (SELECT ss_quantity AS quantity, ss_sales_price AS price FROM store_sales UNION ALL SELECT ws_quantity, ws_ext_sales_price FROM web_sales) y) SELECT i_brand, i_class, sum(ss_ext_sales_price) AS sales, count(*) AS number_sales FROM store_sales, item WHERE store_sales.ss_item_sk IN (SELECT ss_item_sk FROM cross_items) AND store_sales.ss_item_sk = i_item_sk GROUP BY i_brand, i_class HAVING sum(ss_ext_sales_price) > (SELECT average_sales FROM avg_sales) ORDER BY i_brand, i_class;

-- deviation of sales and returns
SELECT i_item_id, s_state, count(ss_quantity) AS n, round(stddev_samp(ss_quantity), 6) AS dev, round(stddev_samp(ss_quantity) / avg(ss_quantity), 6) AS cov FROM store_sales JOIN store_returns ON ss_customer_sk = sr_customer_sk AND ss_item_sk = sr_item_sk AND ss_ticket_number = sr_ticket_number JOIN item ON i_item_sk = ss_item_sk JOIN store ON s_store_sk = ss_store_sk GROUP BY i_item_id, s_state ORDER BY ALL;

-- grouping sets and which of them
SELECT i_category, s_state, grouping(i_category) AS gc, grouping_id(i_category, s_state) AS gid, sum(ss_net_profit) AS total FROM store_sales, item, store WHERE ss_item_sk = i_item_sk AND ss_store_sk = s_store_sk GROUP BY GROUPING SETS ((i_category, s_state), (i_category), (s_state), ()) ORDER BY gid, i_category NULLS LAST, s_state;

-- a cube
SELECT d_qoy, i_color, count(*) AS n FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk JOIN item ON ss_item_sk = i_item_sk WHERE d_year = 2023 GROUP BY CUBE (d_qoy, i_color) ORDER BY ALL;

-- stock before and after a day
SELECT i_item_id, sum(CASE WHEN d_date < DATE '2022-06-01' THEN inv_quantity_on_hand ELSE 0 END) AS inv_before, sum(CASE WHEN d_date >= DATE '2022-06-01' THEN inv_quantity_on_hand ELSE 0 END) AS inv_after FROM inventory, item, date_dim WHERE i_current_price BETWEEN 10 AND 50 AND i_item_sk = inv_item_sk AND inv_date_sk = d_date_sk AND d_date BETWEEN DATE '2022-06-01' - INTERVAL 30 DAYS AND DATE '2022-06-01' + INTERVAL 30 DAYS GROUP BY i_item_id HAVING sum(inv_quantity_on_hand) > 1000 ORDER BY i_item_id;

-- stock of items with a rollup of four
SELECT i_category, i_class, i_brand, i_item_id, avg(inv_quantity_on_hand) AS qoh FROM inventory JOIN item ON inv_item_sk = i_item_sk GROUP BY ROLLUP (i_category, i_class, i_brand, i_item_id) ORDER BY qoh, i_category, i_class, i_brand, i_item_id LIMIT 60;

-- frequent items and best customers
WITH frequent AS (SELECT ss_item_sk, count(*) AS cnt FROM store_sales GROUP BY ss_item_sk HAVING count(*) > 55), best AS (SELECT ss_customer_sk, sum(ss_quantity * ss_sales_price) AS csales FROM store_sales WHERE ss_customer_sk IS NOT NULL GROUP BY ss_customer_sk HAVING sum(ss_quantity * ss_sales_price) > 0.5 * (SELECT max(csales) FROM (SELECT sum(ss_quantity * ss_sales_price) AS csales FROM store_sales GROUP BY ss_customer_sk) m)) SELECT sum(ws_ext_sales_price) AS s FROM web_sales WHERE ws_item_sk IN (SELECT ss_item_sk FROM frequent) AND ws_bill_customer_sk IN (SELECT ss_customer_sk FROM best);

-- sales, then returns, then the web
SELECT i_item_id, s_store_name, sum(ss_net_profit) AS p, sum(sr_return_amt) AS r, sum(ws_net_profit) AS w FROM store_sales, store_returns, web_sales, store, item WHERE i_item_sk = ss_item_sk AND s_store_sk = ss_store_sk AND ss_customer_sk = sr_customer_sk AND ss_item_sk = sr_item_sk AND ss_ticket_number = sr_ticket_number AND sr_customer_sk = ws_bill_customer_sk AND sr_item_sk = ws_item_sk GROUP BY i_item_id, s_store_name ORDER BY i_item_id, s_store_name;

-- average price discount
SELECT sum(ws_ext_sales_price) AS excess FROM web_sales, item WHERE i_manufact_id = 7 AND i_item_sk = ws_item_sk AND ws_ext_sales_price > (SELECT 1.3 * avg(ws_ext_sales_price) FROM web_sales WHERE ws_item_sk = i_item_sk);

-- three channels by manufacturer
WITH ss AS (SELECT i_manufact_id, sum(ss_ext_sales_price) AS total_sales FROM store_sales, item WHERE ss_item_sk = i_item_sk AND i_category = 'Books' GROUP BY i_manufact_id), ws AS (SELECT i_manufact_id, sum(ws_ext_sales_price) AS total_sales FROM web_sales, item WHERE ws_item_sk = i_item_sk AND i_manufact_id IN (SELECT i_manufact_id FROM item WHERE i_category IN ('Books')) GROUP BY i_manufact_id) SELECT i_manufact_id, sum(total_sales) AS total_sales FROM (SELECT * FROM ss UNION ALL SELECT * FROM ws) tmp1 GROUP BY i_manufact_id ORDER BY total_sales, i_manufact_id;

-- baskets of a size
SELECT c_last_name, c_first_name, ss_ticket_number, cnt FROM (SELECT ss_ticket_number, ss_customer_sk, count(*) AS cnt FROM store_sales, date_dim, store WHERE ss_sold_date_sk = d_date_sk AND ss_store_sk = s_store_sk AND (d_dom BETWEEN 1 AND 3 OR d_dom BETWEEN 25 AND 28) AND s_county IN ('county 0', 'county 1') GROUP BY ss_ticket_number, ss_customer_sk) dn, customer WHERE ss_customer_sk = c_customer_sk AND cnt BETWEEN 1 AND 2 ORDER BY c_last_name NULLS LAST, c_first_name, ss_ticket_number, cnt LIMIT 50;

-- counts over three columns
SELECT ca_state, c_preferred_cust_flag, count(*) AS cnt1, min(c_birth_year), max(c_birth_year), avg(c_birth_year), sum(c_birth_year) FROM customer c LEFT JOIN customer_address ON c_current_addr_sk = ca_address_sk WHERE EXISTS (SELECT 1 FROM store_sales WHERE ss_customer_sk = c_customer_sk AND ss_quantity > 15) GROUP BY ca_state, c_preferred_cust_flag ORDER BY ALL;

-- rank within parent
SELECT sum(ss_net_profit) / sum(ss_ext_sales_price) AS gross_margin, i_category, i_class, grouping(i_category) + grouping(i_class) AS lochierarchy, rank() OVER (PARTITION BY grouping(i_category) + grouping(i_class), CASE WHEN grouping(i_class) = 0 THEN i_category END ORDER BY sum(ss_net_profit) / sum(ss_ext_sales_price)) AS rank_within_parent FROM store_sales, date_dim, item WHERE d_year = 2022 AND d_date_sk = ss_sold_date_sk AND i_item_sk = ss_item_sk GROUP BY ROLLUP (i_category, i_class) ORDER BY lochierarchy DESC, i_category, i_class, rank_within_parent;

-- returned, then bought on the web
SELECT count(*) FROM (SELECT DISTINCT sr_customer_sk, sr_item_sk FROM store_returns EXCEPT SELECT DISTINCT ws_bill_customer_sk, ws_item_sk FROM web_sales) cool;

-- stock that varies
WITH inv AS (SELECT inv_item_sk, d_moy, round(stddev_samp(inv_quantity_on_hand), 6) AS stdev, avg(inv_quantity_on_hand) AS mean FROM inventory, date_dim WHERE inv_date_sk = d_date_sk AND d_year = 2022 GROUP BY inv_item_sk, d_moy) SELECT inv1.inv_item_sk, inv1.d_moy, inv1.mean, inv2.d_moy, inv2.mean FROM inv inv1, inv inv2 WHERE inv1.inv_item_sk = inv2.inv_item_sk AND inv1.d_moy = 1 AND inv2.d_moy = 2 AND inv1.stdev > inv2.stdev ORDER BY ALL;

-- sales by the day of the week
SELECT s_store_name, sum(CASE WHEN d_day_name = 'Sunday' THEN ss_sales_price END) AS sun, sum(CASE WHEN d_day_name = 'Monday' THEN ss_sales_price END) AS mon, sum(ss_sales_price) FILTER (WHERE d_day_name = 'Friday') AS fri FROM date_dim, store_sales, store WHERE d_date_sk = ss_sold_date_sk AND s_store_sk = ss_store_sk AND d_year = 2023 GROUP BY s_store_name ORDER BY s_store_name;

-- best and worst items
SELECT asceding.rnk, i1.i_item_id AS best, i2.i_item_id AS worst FROM (SELECT * FROM (SELECT item_sk, row_number() OVER (ORDER BY rank_col, item_sk) AS rnk FROM (SELECT ss_item_sk AS item_sk, avg(ss_net_profit) AS rank_col FROM store_sales WHERE ss_store_sk = 4 GROUP BY ss_item_sk) v1) v11 WHERE rnk < 11) asceding, (SELECT * FROM (SELECT item_sk, row_number() OVER (ORDER BY rank_col DESC, item_sk) AS rnk FROM (SELECT ss_item_sk AS item_sk, avg(ss_net_profit) AS rank_col FROM store_sales WHERE ss_store_sk = 4 GROUP BY ss_item_sk) v2) v21 WHERE rnk < 11) descending, item i1, item i2 WHERE asceding.rnk = descending.rnk AND i1.i_item_sk = asceding.item_sk AND i2.i_item_sk = descending.item_sk ORDER BY asceding.rnk;

-- months beside the ones before and after
WITH v1 AS (SELECT i_category, d_year, d_moy, sum(ss_sales_price) AS sum_sales, avg(sum(ss_sales_price)) OVER (PARTITION BY i_category, d_year) AS avg_monthly, rank() OVER (PARTITION BY i_category ORDER BY d_year, d_moy) AS rn FROM item, store_sales, date_dim WHERE ss_item_sk = i_item_sk AND ss_sold_date_sk = d_date_sk GROUP BY i_category, d_year, d_moy) SELECT v1.i_category, v1.d_year, v1.d_moy, v1.sum_sales, v1_lag.sum_sales AS psum, v1_lead.sum_sales AS nsum FROM v1, v1 v1_lag, v1 v1_lead WHERE v1.i_category = v1_lag.i_category AND v1.i_category = v1_lead.i_category AND v1.rn = v1_lag.rn + 1 AND v1.rn = v1_lead.rn - 1 AND v1.d_year = 2023 AND v1.avg_monthly > 0 ORDER BY ALL LIMIT 60;

-- conditions of OR over three tables
SELECT sum(ss_quantity) FROM store_sales, store, customer, customer_address WHERE s_store_sk = ss_store_sk AND ss_customer_sk = c_customer_sk AND c_current_addr_sk = ca_address_sk AND ((c_preferred_cust_flag = 'Y' AND ss_sales_price BETWEEN 10 AND 60 AND ca_state IN ('TN', 'GA')) OR (c_preferred_cust_flag = 'N' AND ss_sales_price BETWEEN 50 AND 90 AND ca_state IN ('CA', 'TX')));

-- worst ratios of returns
SELECT item, return_ratio, return_rank FROM (SELECT item, return_ratio, rank() OVER (ORDER BY return_ratio, item) AS return_rank FROM (SELECT ss_item_sk AS item, CAST(sum(coalesce(sr_return_quantity, 0)) AS DECIMAL(15, 4)) / CAST(sum(ss_quantity) AS DECIMAL(15, 4)) AS return_ratio FROM store_sales LEFT OUTER JOIN store_returns ON ss_ticket_number = sr_ticket_number AND ss_item_sk = sr_item_sk GROUP BY ss_item_sk) in_web) web WHERE return_rank <= 10 ORDER BY return_rank;

-- running totals
WITH store_v AS (SELECT ss_item_sk AS item_sk, d_date, sum(sum(ss_sales_price)) OVER (PARTITION BY ss_item_sk ORDER BY d_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cume FROM store_sales, date_dim WHERE ss_sold_date_sk = d_date_sk AND d_year = 2022 AND d_moy < 4 GROUP BY ss_item_sk, d_date), web_v AS (SELECT ws_item_sk AS item_sk, d_date, sum(sum(ws_ext_sales_price)) OVER (PARTITION BY ws_item_sk ORDER BY d_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cume FROM web_sales, date_dim WHERE ws_sold_date_sk = d_date_sk AND d_year = 2022 AND d_moy < 4 GROUP BY ws_item_sk, d_date) SELECT coalesce(s.item_sk, w.item_sk) AS item_sk, coalesce(s.d_date, w.d_date) AS d, s.cume AS store_sales, w.cume AS web_sales FROM store_v s FULL OUTER JOIN web_v w ON s.item_sk = w.item_sk AND s.d_date = w.d_date ORDER BY 1, 2;

-- days to a return
SELECT s_store_name, sum(CASE WHEN sr_returned_date_sk - ss_sold_date_sk <= 10 THEN 1 ELSE 0 END) AS d10, sum(CASE WHEN sr_returned_date_sk - ss_sold_date_sk BETWEEN 11 AND 20 THEN 1 ELSE 0 END) AS d20, sum(CASE WHEN sr_returned_date_sk - ss_sold_date_sk > 20 THEN 1 ELSE 0 END) AS more FROM store_sales, store_returns, store WHERE ss_ticket_number = sr_ticket_number AND ss_item_sk = sr_item_sk AND ss_store_sk = s_store_sk GROUP BY s_store_name ORDER BY s_store_name;

-- ratio of promoted sales
SELECT promotions, total, CAST(promotions AS DECIMAL(15, 4)) / CAST(total AS DECIMAL(15, 4)) * 100 AS pct FROM (SELECT sum(ss_ext_sales_price) AS promotions FROM store_sales, promotion WHERE ss_promo_sk = p_promo_sk AND (p_channel_email = 'Y' OR p_channel_tv = 'Y')) p, (SELECT sum(ss_ext_sales_price) AS total FROM store_sales) a ORDER BY promotions, total;

-- months from a date to another
SELECT i_category, count(*) AS orders, min(ws_sold_at) AS first_at, max(ws_sold_at) AS last_at, date_diff('day', min(ws_sold_at), max(ws_sold_at)) AS days FROM web_sales JOIN item ON ws_item_sk = i_item_sk WHERE ws_sold_at >= TIMESTAMP '2022-03-01' AND ws_sold_at < TIMESTAMP '2022-03-01' + INTERVAL '2 months' GROUP BY i_category ORDER BY i_category NULLS LAST;

-- orders without a return
SELECT count(DISTINCT ss_ticket_number) AS orders, sum(ss_ext_sales_price) AS total FROM store_sales ss1 WHERE NOT EXISTS (SELECT * FROM store_returns sr1 WHERE ss1.ss_ticket_number = sr1.sr_ticket_number) AND EXISTS (SELECT * FROM store_sales ss2 WHERE ss1.ss_ticket_number = ss2.ss_ticket_number AND ss1.ss_item_sk <> ss2.ss_item_sk);

-- both channels side by side
WITH ssci AS (SELECT ss_customer_sk AS customer_sk, ss_item_sk AS item_sk FROM store_sales WHERE ss_sold_date_sk BETWEEN 2450100 AND 2450400 GROUP BY ss_customer_sk, ss_item_sk), wsci AS (SELECT ws_bill_customer_sk AS customer_sk, ws_item_sk AS item_sk FROM web_sales WHERE ws_sold_date_sk BETWEEN 2450100 AND 2450400 GROUP BY 1, 2) SELECT sum(CASE WHEN ssci.customer_sk IS NOT NULL AND wsci.customer_sk IS NULL THEN 1 ELSE 0 END) AS store_only, sum(CASE WHEN ssci.customer_sk IS NULL AND wsci.customer_sk IS NOT NULL THEN 1 ELSE 0 END) AS web_only, sum(CASE WHEN ssci.customer_sk IS NOT NULL AND wsci.customer_sk IS NOT NULL THEN 1 ELSE 0 END) AS both_of_them FROM ssci FULL OUTER JOIN wsci ON ssci.customer_sk = wsci.customer_sk AND ssci.item_sk = wsci.item_sk;

-- a pivot of quarters
PIVOT (SELECT i_category, d_qoy, ss_ext_sales_price FROM store_sales JOIN item ON ss_item_sk = i_item_sk JOIN date_dim ON ss_sold_date_sk = d_date_sk WHERE d_year = 2022) ON d_qoy IN (1, 2, 3, 4) USING sum(ss_ext_sales_price) GROUP BY i_category ORDER BY i_category;

-- a pivot inside of FROM
SELECT * FROM (SELECT s_state, i_color, ss_quantity FROM store_sales JOIN store ON ss_store_sk = s_store_sk JOIN item ON ss_item_sk = i_item_sk) PIVOT (sum(ss_quantity) AS q FOR i_color IN ('red', 'green', 'blue')) ORDER BY s_state;

-- an unpivot
SELECT * FROM (SELECT s_store_name, min(ss_quantity) AS low, max(ss_quantity) AS high FROM store_sales JOIN store ON ss_store_sk = s_store_sk GROUP BY ALL) UNPIVOT (value FOR bound IN (low, high)) ORDER BY ALL;

-- top three of each
SELECT i_category, i_item_id, total FROM (SELECT i_category, i_item_id, sum(ss_ext_sales_price) AS total FROM store_sales JOIN item ON ss_item_sk = i_item_sk GROUP BY ALL) QUALIFY row_number() OVER (PARTITION BY i_category ORDER BY total DESC, i_item_id) <= 3 ORDER BY ALL;

-- a moving average over weeks
SELECT d_week_seq, sum(ss_ext_sales_price) AS total, avg(sum(ss_ext_sales_price)) OVER (ORDER BY d_week_seq ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS moving, sum(ss_ext_sales_price) - lag(sum(ss_ext_sales_price)) OVER (ORDER BY d_week_seq) AS change FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk GROUP BY d_week_seq ORDER BY d_week_seq;

-- a range of days in a window
SELECT d_date, n, sum(n) OVER (ORDER BY d_date RANGE BETWEEN INTERVAL 6 DAYS PRECEDING AND CURRENT ROW) AS week FROM (SELECT d_date, count(*) AS n FROM web_sales JOIN date_dim ON ws_sold_date_sk = d_date_sk WHERE d_year = 2022 AND d_moy IN (5, 6) GROUP BY d_date) ORDER BY d_date;

-- quantiles and ntiles
SELECT q, min(total), max(total), count(*) FROM (SELECT c_customer_sk, sum(ss_ext_sales_price) AS total, ntile(4) OVER (ORDER BY sum(ss_ext_sales_price), c_customer_sk) AS q FROM store_sales JOIN customer ON ss_customer_sk = c_customer_sk GROUP BY c_customer_sk) GROUP BY q ORDER BY q;

-- medians and modes
SELECT s_state, median(ss_quantity) AS med, quantile_disc(ss_quantity, 0.9) AS p90, approx_count_distinct(s_state) AS states FROM store_sales JOIN store ON ss_store_sk = s_store_sk GROUP BY s_state ORDER BY s_state;

-- first and last of each
SELECT DISTINCT ss_store_sk, first_value(ss_ticket_number) OVER w AS first_ticket, last_value(ss_ticket_number) OVER w AS last_ticket, percent_rank() OVER (ORDER BY ss_store_sk) AS pr FROM (SELECT DISTINCT ss_store_sk, ss_ticket_number FROM store_sales WHERE ss_sold_date_sk < 2450020) WINDOW w AS (PARTITION BY ss_store_sk ORDER BY ss_ticket_number ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY ALL;

-- a recursive calendar
WITH RECURSIVE days(d) AS (SELECT DATE '2022-12-25' UNION ALL SELECT d + 1 FROM days WHERE d < DATE '2023-01-05') SELECT days.d, count(ws_order_number) AS orders FROM days LEFT JOIN date_dim ON d_date = days.d LEFT JOIN web_sales ON ws_sold_date_sk = d_date_sk GROUP BY days.d ORDER BY days.d;

-- the price at the time
SELECT w.ws_order_number, d.d_date, i.inv_quantity_on_hand FROM (SELECT * FROM web_sales WHERE ws_sold_date_sk BETWEEN 2450050 AND 2450060) w ASOF JOIN inventory i ON w.ws_item_sk = i.inv_item_sk AND w.ws_sold_date_sk >= i.inv_date_sk JOIN date_dim d ON d.d_date_sk = i.inv_date_sk ORDER BY ALL;

-- a lateral join
SELECT s_store_name, t.i_item_id, t.q FROM store, LATERAL (SELECT i_item_id, sum(ss_quantity) AS q FROM store_sales JOIN item ON ss_item_sk = i_item_sk WHERE ss_store_sk = s_store_sk GROUP BY i_item_id ORDER BY q DESC, i_item_id LIMIT 2) t ORDER BY ALL;

-- lists and texts of groups
SELECT i_brand, string_agg(DISTINCT i_color, '/' ORDER BY i_color) AS colors, list(i_item_sk ORDER BY i_item_sk)[1:3]::VARCHAR AS items, max_by(i_item_id, i_current_price) AS dearest FROM item GROUP BY i_brand ORDER BY i_brand;

-- structs and maps
SELECT s_state, {'stores': count(*), 'most': max(s_number_employees)}::VARCHAR AS facts, map([s_state], [count(*)])::VARCHAR AS m FROM store GROUP BY s_state ORDER BY s_state;

-- patterns of texts
SELECT c_first_name, count(*) FILTER (WHERE c_last_name SIMILAR TO 'Name1[0-5]') AS a, count(*) FILTER (WHERE regexp_matches(c_last_name, '7$')) AS b, count(*) FILTER (WHERE c_last_name ILIKE 'name_') AS c FROM customer GROUP BY 1 ORDER BY 1;

-- all and any
SELECT i_item_sk, i_current_price FROM item WHERE i_current_price >= ALL (SELECT i_current_price FROM item WHERE i_category = 'Music') OR i_current_price = ANY (SELECT min(i_current_price) FROM item GROUP BY i_category) ORDER BY ALL;

-- tuples in a set
SELECT count(*) FROM store_sales WHERE (ss_item_sk, ss_store_sk) IN (SELECT i_item_sk, s_store_sk FROM item, store WHERE i_color = 'red' AND s_state = 'CA');

-- not in, with NULLs about
SELECT c_customer_id FROM customer WHERE c_customer_sk NOT IN (SELECT ss_customer_sk FROM store_sales WHERE ss_customer_sk IS NOT NULL) ORDER BY 1;

-- semi and anti joins
SELECT count(*) AS kept, (SELECT count(*) FROM customer ANTI JOIN web_sales ON c_customer_sk = ws_bill_customer_sk) AS dropped FROM customer SEMI JOIN web_sales ON c_customer_sk = ws_bill_customer_sk;

-- EXCEPT ALL and INTERSECT ALL
(SELECT ss_item_sk FROM store_sales WHERE ss_store_sk = 1 EXCEPT ALL SELECT ws_item_sk FROM web_sales) INTERSECT ALL (SELECT i_item_sk FROM item) ORDER BY 1;

-- UNION BY NAME
SELECT 'store' AS channel, ss_item_sk AS item, sum(ss_quantity) AS quantity FROM store_sales WHERE ss_item_sk < 5 GROUP BY ALL UNION BY NAME SELECT sum(ws_quantity) AS quantity, ws_item_sk AS item FROM web_sales WHERE ws_item_sk < 5 GROUP BY ALL ORDER BY ALL;

-- FROM first
FROM store_sales JOIN store ON ss_store_sk = s_store_sk SELECT s_county, count(*) AS n, sum(ss_net_profit) AS profit WHERE ss_net_profit < 0 GROUP BY ALL ORDER BY ALL;

-- stars that leave out and replace
SELECT * EXCLUDE (s_number_employees) REPLACE (upper(s_store_name) AS s_store_name) FROM store ORDER BY s_store_sk;

-- parts of dates
SELECT date_trunc('quarter', d_date) AS q, extract(isodow FROM d_date) AS dow, last_day(d_date) AS last, strftime(d_date, '%Y-%j') AS j, d_date - INTERVAL 1 YEAR AS before FROM date_dim WHERE d_dom = 15 AND d_date >= '2023-06-01' ORDER BY d_date;

-- a year over year by join
SELECT a.d_moy, a.total AS this_year, b.total AS last_year, round((a.total - b.total) * 100.0 / b.total, 4) AS pct FROM (SELECT d_moy, sum(ss_ext_sales_price) AS total FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk WHERE d_year = 2023 GROUP BY d_moy) a JOIN (SELECT d_moy, sum(ss_ext_sales_price) AS total FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk WHERE d_year = 2022 GROUP BY d_moy) b USING (d_moy) ORDER BY a.d_moy;

-- a natural join with a materialised CTE
WITH s AS MATERIALIZED (SELECT ss_store_sk AS s_store_sk, count(*) AS sales FROM store_sales GROUP BY 1), r AS NOT MATERIALIZED (SELECT sr_store_sk AS s_store_sk, count(*) AS returns FROM store_returns GROUP BY 1) SELECT s_store_name, sales, returns, returns * 100 // sales AS pct FROM store NATURAL JOIN s NATURAL JOIN r ORDER BY s_store_name;

-- values beside a table
SELECT v.label, count(ss_quantity) AS n, sum(ss_net_profit) AS profit FROM (VALUES ('few', 1, 5), ('some', 6, 12), ('many', 13, 99)) v(label, low, high) LEFT JOIN store_sales ON ss_quantity BETWEEN low AND high GROUP BY v.label ORDER BY v.label;

-- a series beside a table
SELECT g.n, count(i_item_sk) AS items FROM generate_series(0, 100, 25) g(n) LEFT JOIN item ON i_current_price >= g.n AND i_current_price < g.n + 25 GROUP BY g.n ORDER BY g.n;

-- retention of cohorts
WITH first_sale AS (SELECT ss_customer_sk, min(d_date) AS first_date FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk WHERE ss_customer_sk IS NOT NULL GROUP BY ss_customer_sk) SELECT date_trunc('month', first_date) AS cohort, date_diff('month', first_date, d_date) AS months, count(DISTINCT s.ss_customer_sk) AS customers FROM store_sales s JOIN first_sale f ON s.ss_customer_sk = f.ss_customer_sk JOIN date_dim ON s.ss_sold_date_sk = d_date_sk GROUP BY ALL HAVING count(DISTINCT s.ss_customer_sk) > 3 ORDER BY ALL;

-- limits by percent and offset
SELECT i_item_sk, i_current_price FROM item ORDER BY i_current_price DESC, i_item_sk LIMIT 10 OFFSET 5;

-- functions of one argument and casts
SELECT i_item_id, i_current_price::INTEGER AS whole, TRY_CAST(i_item_id AS INTEGER) AS none, nullif(i_category, 'Music') AS c, greatest(i_manufact_id, 6) AS g, i_item_id[1:4] AS prefix, concat_ws('-', i_brand, i_class) AS both FROM item WHERE i_item_sk % 9 = 0 ORDER BY ALL
