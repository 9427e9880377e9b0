package io.mcpbuffet.polaris;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.polaris.rest.Management;
import io.mcpbuffet.polaris.rest.Management.Privilege;
import io.mcpbuffet.polaris.rest.PolarisObjects;
import io.mcpbuffet.polaris.rest.PolarisObjects.Policy;
import io.mcpbuffet.polaris.rest.PolarisObjects.PolicyName;
import io.mcpbuffet.spi.Metadata.MetadataPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Who may do what with a table of a Polaris, and which policies hold for it.
 *
 * @param warehouse the catalog's name on the server
 */
record Governance(String warehouse, Names names, Management management, PolarisObjects objects) {
    private static final int MOST_ROLES = 500;
    private static final int MOST_POLICIES = 1_000;

    /** Privileges on the table itself and on all that it is in, with the roles that have them and who has those. */
    MetadataPage grants(TableRef ref, TableKind kind, PageRequest page) {
        if (warehouse.isEmpty()) {
            throw LakeException.unsupported("Who may do what in catalog " + names.catalog() + " cannot be asked for")
                    .hint("Only Apache Polaris tells, of the catalog that warehouse names");
        }
        List<String> roles = management.catalogRoles(warehouse);
        if (roles.size() > MOST_ROLES) {
            throw LakeException.of(
                    ErrorCode.LIMIT_EXCEEDED,
                    "Catalog " + warehouse + " has " + roles.size() + " roles, more than the " + MOST_ROLES
                            + " that are gone through");
        }
        List<List<Object>> rows = new ArrayList<>();
        for (String role : new TreeSet<>(roles)) {
            List<Privilege> grants = management.grants(warehouse, role).stream()
                    .filter(grant -> concerns(grant, ref, kind))
                    .toList();
            if (!grants.isEmpty()) {
                List<Object> holders = holders(role);
                grants.forEach(grant -> rows.add(row(grant, role, holders)));
            }
        }
        return page(page, rows, "privilege", "granted_on", "object", "catalog_role", "principal_roles", "principals");
    }

    private boolean concerns(Privilege grant, TableRef ref, TableKind kind) {
        List<String> namespace = List.of(names.iceberg(ref.namespace()).levels());
        return switch (grant.on()) {
            case "catalog" -> true;
            case "namespace" ->
                namespace.size() >= grant.namespace().size()
                        && namespace.subList(0, grant.namespace().size()).equals(grant.namespace());
            case "table", "view" ->
                grant.on().equals(kind == TableKind.VIEW ? "view" : "table")
                        && grant.namespace().equals(namespace)
                        && grant.of().equals(ref.name());
            default -> false;
        };
    }

    private List<Object> row(Privilege grant, String role, List<Object> holders) {
        List<Object> row = new ArrayList<>(Arrays.asList(grant.name(), grant.on(), object(grant), role));
        row.addAll(holders);
        return row;
    }

    private String object(Privilege grant) {
        List<String> parts = new ArrayList<>(grant.namespace());
        if (!grant.of().isEmpty()) {
            parts.add(grant.of());
        }
        return parts.isEmpty() ? warehouse : new Namespace(parts).toString();
    }

    /** The principal roles and the principals that have a catalog role, null where the identity may not see them. */
    private List<Object> holders(String catalogRole) {
        List<String> roles = visible(() -> management.principalRoles(warehouse, catalogRole));
        if (roles == null) {
            return Arrays.asList(null, null);
        }
        TreeSet<String> principals = new TreeSet<>();
        boolean all = true;
        for (String role : roles) {
            List<String> those = visible(() -> management.principals(role));
            all &= those != null;
            principals.addAll(those == null ? List.of() : those);
        }
        return Arrays.asList(String.join(", ", new TreeSet<>(roles)), all ? String.join(", ", principals) : null);
    }

    private static List<String> visible(Supplier<List<String>> call) {
        try {
            return call.get();
        } catch (LakeException e) {
            if (e.code() == ErrorCode.PERMISSION_DENIED) {
                return null;
            }
            throw e;
        }
    }

    /** Those that hold for the table, then those of its namespace that do not. */
    MetadataPage policies(TableRef ref, PageRequest page) {
        if (!objects.hasPolicies() && !objects.hasApplicablePolicies()) {
            throw LakeException.unsupported("The server of catalog " + names.catalog() + " offers no policies")
                    .hint("Only Apache Polaris has them, from version 1.0 on");
        }
        org.apache.iceberg.catalog.Namespace namespace = names.iceberg(ref.namespace());
        Map<PolicyName, List<Object>> rows = new LinkedHashMap<>();
        if (objects.hasApplicablePolicies()) {
            listing(ref, (token, size) -> objects.applicable(namespace, ref.name(), token, size))
                    .forEach(policy -> rows.put(policy.name(), row(policy, true)));
        }
        if (objects.hasPolicies()) {
            listing(ref, (token, size) -> objects.policies(namespace, token, size)).stream()
                    .filter(name -> !rows.containsKey(name))
                    .flatMap(name -> objects.policy(name).stream())
                    .forEach(policy -> rows.put(policy.name(), row(policy, false)));
        }
        return page(
                page,
                List.copyOf(rows.values()),
                "name",
                "namespace",
                "type",
                "is_applied",
                "is_inherited",
                "version",
                "description",
                "content");
    }

    private static <T> List<T> listing(TableRef ref, PagedListing.Part<T> part) {
        return new PagedListing<>("the policies of " + ref, List.of(part)).all(MOST_POLICIES);
    }

    private List<Object> row(Policy policy, boolean applied) {
        return Arrays.asList(
                policy.name().name(),
                names.under(policy.name().namespace()).toString(),
                policy.type(),
                applied,
                policy.inherited(),
                policy.version(),
                policy.comment().orElse(null),
                policy.content().orElse(null));
    }

    private static MetadataPage page(PageRequest page, List<List<Object>> rows, String... columns) {
        return new MetadataPage(
                Arrays.stream(columns)
                        .map(name -> new ResultColumn(
                                name, name.startsWith("is_") ? "boolean" : name.equals("version") ? "long" : "string"))
                        .toList(),
                page.slice(rows));
    }
}
