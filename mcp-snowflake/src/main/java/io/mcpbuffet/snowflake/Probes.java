package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Diagnosable.Probe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code buffet doctor} tries of an account. None of it wakes a warehouse. */
record Probes(RowListing listing, Home home, Optional<String> warehouse) {
    List<Probe> all() {
        return List.of(
                new Probe("sign in", this::signIn),
                new Probe("see the warehouse", this::warehouseState),
                new Probe("see the database", this::database));
    }

    private String signIn() {
        Map<String, String> row = listing.rows(
                        "SELECT CURRENT_USER() AS WHO, CURRENT_ROLE() AS ROLE, CURRENT_ACCOUNT() AS ACCOUNT", "doctor")
                .get(0);
        return "as " + row.get("who") + " with role " + row.get("role") + " in account " + row.get("account");
    }

    private String warehouseState() {
        if (warehouse.isEmpty()) {
            return "none is configured: the default of the user is taken";
        }
        String name = warehouse.get();
        return listing.rows("SHOW WAREHOUSES LIKE " + Names.exactly(name), "doctor").stream()
                .filter(row -> name.equals(row.get("name")))
                .findFirst()
                .map(row -> row.get("name") + " is " + row.get("state") + ", size " + row.get("size")
                        + ", suspends after " + row.get("auto_suspend") + " s")
                .orElseThrow(() -> LakeException.of(
                                ErrorCode.PERMISSION_DENIED, "The role sees no warehouse " + Names.quoted(name))
                        .hint("Correct the property warehouse, or GRANT USAGE ON WAREHOUSE " + name + " to the role"));
    }

    private String database() {
        if (home.database().isEmpty()) {
            return "none is configured: names need their database";
        }
        String name = home.database().get();
        boolean seen = listing.rows("SHOW DATABASES LIKE " + Names.exactly(name), "doctor").stream()
                .anyMatch(row -> name.equals(row.get("name")));
        if (!seen) {
            throw LakeException.of(ErrorCode.PERMISSION_DENIED, "The role sees no database " + Names.quoted(name))
                    .hint("Correct the property database, or GRANT USAGE ON DATABASE " + name + " to the role");
        }
        return name;
    }
}
