package io.mcpbuffet.search;

import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tables for tests of search: a shop, a hospital and a fleet. */
final class Texts {
    private Texts() {}

    static TableText table(String name, String... columns) {
        return new TableText(
                TableRef.parse(name),
                Optional.empty(),
                Arrays.stream(columns)
                        .map(c -> new TableText.Column(c, "string", List.of()))
                        .toList(),
                List.of(),
                List.of());
    }

    static TableText comment(TableText table, String comment) {
        return new TableText(table.table(), Optional.of(comment), table.columns(), table.notes(), table.joins());
    }

    static TableText joining(TableText table, String column, TableText to, String toColumn) {
        List<TableText.Join> joins = new ArrayList<>(table.joins());
        joins.add(new TableText.Join(column, to.table(), toColumn, TableText.Origin.DECLARED));
        return new TableText(table.table(), table.comment(), table.columns(), table.notes(), joins);
    }

    static List<TableText> lake() {
        TableText patients = table("lake.clinic.PatientMaster", "PatientID", "FullName", "DateOfBirth", "BloodGroup");
        return List.of(
                table("lake.shop.customers", "id", "name", "email", "country"),
                table("lake.shop.orders", "id", "customer_id", "ordered_at", "total"),
                table("lake.shop.order_lines", "order_id", "product_id", "quantity", "unit_price"),
                table("lake.shop.products", "id", "title", "price"),
                comment(table("lake.shop.x17", "k", "v"), "Refunds granted to unhappy buyers"),
                patients,
                joining(
                        table("lake.clinic.AdmissionLog", "AdmissionID", "PatientID", "WardCode", "AdmittedAt"),
                        "PatientID",
                        patients,
                        "PatientID"),
                table("lake.clinic.wards", "code", "floor", "beds"),
                table("lake.fleet.vehicles", "vin", "model", "license_plate"),
                table("lake.fleet.fuelStops", "vin", "liters", "station", "stopped_at"));
    }
}
