package io.mcpbuffet.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static AccessList.Entry rule(String principal, AccessRule rule) {
        return new AccessList.Entry(principal.isEmpty() ? List.of() : List.of(principal), rule);
    }

    private static AccessRule tables(boolean allow, String catalog, String namespace, String... tables) {
        return new AccessRule(
                catalog.isEmpty() ? List.of() : List.of(catalog),
                namespace.isEmpty() ? List.of() : List.of(namespace),
                List.of(tables),
                List.of(),
                allow);
    }

    private static AccessRule tools(boolean allow, String... tools) {
        return new AccessRule(List.of(), List.of(), List.of(), List.of(tools), allow);
    }

    private static Access of(String principal, AccessList.Entry... entries) {
        return new AccessList(List.of(entries)).of(principal);
    }

    private static boolean table(Access access, String name) {
        return access.table(TableRef.parse(name));
    }

    @Test
    void opensEverythingWithoutRules() {
        assertThat(of("ana")).isEqualTo(Access.ALL);
        assertThat(Access.ALL.tool("query")).isTrue();
        assertThat(table(Access.ALL, "a.b.c")).isTrue();
    }

    @Test
    void opensTheRestWhereNothingIsAllowedByName() {
        Access access = of("ana", rule("", tables(false, "lake", "hr")));
        assertThat(table(access, "lake.hr.pay")).isFalse();
        assertThat(table(access, "lake.hr.old.pay")).isFalse();
        assertThat(table(access, "lake.hrx.pay")).isTrue();
        assertThat(table(access, "snow.hr.pay")).isTrue();
        assertThat(access.namespace("lake", Namespace.parse("hr"))).isFalse();
        assertThat(access.namespace("lake", Namespace.parse("sales"))).isTrue();
        assertThat(access.catalog("lake")).isTrue();
    }

    @Test
    void opensWhatIsAllowedByNameAlone() {
        AccessList.Entry[] rules = {
            rule("ana", tables(true, "lake", "sales.eu", "orders*")), rule("*", tables(false, "", "", "orders_secret"))
        };
        Access access = of("ana", rules);
        assertThat(table(access, "lake.sales.eu.orders")).isTrue();
        assertThat(table(access, "lake.sales.eu.ORDERS_2025")).isTrue();
        assertThat(table(access, "lake.sales.eu.orders_secret")).isFalse();
        assertThat(table(access, "lake.sales.orders")).isFalse();
        assertThat(access.namespace("lake", Namespace.parse("sales"))).isTrue();
        assertThat(access.namespace("lake", Namespace.parse("sale"))).isFalse();
        assertThat(access.catalog("snow")).isFalse();
        assertThat(access.tool("query")).isTrue();
        Access other = of("bob", rules);
        assertThat(table(other, "lake.sales.eu.orders")).isFalse();
        assertThat(other.catalog("lake")).isFalse();
        assertThat(other.tool("query")).isFalse();
    }

    @Test
    void keepsRulesOfAToolToThatTool() {
        Access access = of(
                "ana",
                rule("", tools(false, "explain")),
                rule("", new AccessRule(List.of("lake"), List.of(), List.of(), List.of("query"), false)));
        assertThat(access.tool("explain")).isFalse();
        assertThat(access.tool("query")).isTrue();
        assertThat(table(access, "lake.a.b")).isTrue();
        assertThat(table(access.within("query"), "lake.a.b")).isFalse();
        assertThat(table(access.within("query"), "snow.a.b")).isTrue();
        assertThat(table(access.within("describe"), "lake.a.b")).isTrue();
        Access only = of("ana", rule("", tools(true, "list_*")));
        assertThat(only.tool("list_tables")).isTrue();
        assertThat(only.tool("query")).isFalse();
        assertThat(table(only.within("query"), "lake.a.b")).isFalse();
        assertThat(table(only.within("list_tables"), "lake.a.b")).isTrue();
    }

    @Test
    void opensWhatBothOpen() {
        Access both = Access.catalogs(List.of("lake")).and(of("ana", rule("", tables(false, "", "hr"))));
        assertThat(table(both, "lake.sales.x")).isTrue();
        assertThat(table(both, "lake.hr.x")).isFalse();
        assertThat(table(both, "snow.sales.x")).isFalse();
        assertThat(both.tool("query")).isTrue();
    }

    @Test
    void matchesFullNames() {
        Access access = of("ana", rule("", tables(false, "", "", "lake.hr.*", "sales.eu.pay")));
        assertThat(table(access, "lake.hr.pay")).isFalse();
        assertThat(table(access, "lake.sales.eu.pay")).isFalse();
        assertThat(table(access, "lake.sales.pay")).isTrue();
    }
}
