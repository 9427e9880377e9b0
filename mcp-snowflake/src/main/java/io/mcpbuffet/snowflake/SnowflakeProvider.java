package io.mcpbuffet.snowflake;

import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens catalogs of kind {@code snowflake}. Snowflake's driver is loaded at the first call that needs it. */
public final class SnowflakeProvider implements CatalogProvider {
    @Override
    public String kind() {
        return "snowflake";
    }

    @Override
    public List<PropertySpec> properties() {
        return List.of(
                PropertySpec.optional("account", "Account identifier, such as `myorg-account1`"),
                PropertySpec.optional("user", "User to sign in as"),
                PropertySpec.optional("private-key-file", "Private key of the user, PKCS#8 in PEM, encrypted or not")
                        .asPath(),
                PropertySpec.secret("private-key", "The same as one line of Base64, such as `${env:SNOWFLAKE_KEY}`"),
                PropertySpec.secret("private-key-passphrase", "Passphrase of the private key"),
                PropertySpec.secret("token", "Programmatic access token, or OAuth token with `authenticator: oauth`"),
                PropertySpec.secret("password", "Password of the user"),
                PropertySpec.secret("passcode", "Second factor, where the password needs one"),
                PropertySpec.optional(
                        "authenticator",
                        "`snowflake_jwt`, `programmatic_access_token`, `oauth`, `externalbrowser`, `username_password_mfa`,"
                                + " `snowflake` or an Okta address; told from the other properties without it"),
                PropertySpec.optional("role", "Role of the sessions: give one that can only read"),
                PropertySpec.optional("warehouse", "Warehouse that queries run in"),
                PropertySpec.optional("database", "Database in which short names are looked up"),
                PropertySpec.optional("schema", "Schema in which short names are looked up"),
                PropertySpec.optional("connection", "Entry of `connections.toml` that fills in what is not given here"),
                PropertySpec.optional("connections-file", "Another place of `connections.toml`")
                        .asPath(),
                PropertySpec.optional("url", "Another address of the account, such as one of a private link"),
                PropertySpec.optional("host", "The same without a scheme"),
                PropertySpec.optional(
                        "include", "Globs of `DATABASE` or `DATABASE.SCHEMA` to show, separated by commas"),
                PropertySpec.optional("exclude", "Globs to hide, written like `include`"),
                PropertySpec.optional("pool-size", "Sessions at most, 4 without it"),
                PropertySpec.optional("proxy-host", "Proxy to go through"),
                PropertySpec.optional("proxy-port", "Its port"),
                PropertySpec.optional("proxy-user", "User of the proxy"),
                PropertySpec.secret("proxy-password", "Password of the proxy"),
                PropertySpec.optional("non-proxy-hosts", "Hosts that are reached directly"));
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SQL, Feature.TIME_TRAVEL);
    }

    @Override
    public Optional<String> dialect() {
        return Optional.of(SnowflakeCatalog.DIALECT);
    }

    @Override
    public Catalog open(String name, Map<String, String> properties, Services services) {
        SnowflakeSettings settings = SnowflakeSettings.of(properties);
        NameFilter filter =
                NameFilter.of(properties.getOrDefault("include", ""), properties.getOrDefault("exclude", ""));
        return new SnowflakeCatalog(name, new Connections(settings), filter, settings.home(), Clock.systemUTC());
    }
}
