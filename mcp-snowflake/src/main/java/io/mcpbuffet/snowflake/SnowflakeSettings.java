package io.mcpbuffet.snowflake;

import io.mcpbuffet.config.Secret;
import io.mcpbuffet.error.LakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** How to connect: the properties of a catalog over those of an entry of {@code connections.toml}, in the words of the driver. */
final class SnowflakeSettings {
    static final int POOL_SIZE = 4;
    private static final int LOGIN_SECONDS = 60;

    /** Our name of a property, and the driver's. */
    private static final Map<String, String> DRIVER = new LinkedHashMap<>();

    static {
        DRIVER.put("user", "user");
        DRIVER.put("password", "password");
        DRIVER.put("authenticator", "authenticator");
        DRIVER.put("token", "token");
        DRIVER.put("passcode", "passcode");
        DRIVER.put("private-key-file", "private_key_file");
        DRIVER.put("private-key", "private_key_base64");
        DRIVER.put("private-key-passphrase", "private_key_pwd");
        DRIVER.put("role", "role");
        DRIVER.put("warehouse", "warehouse");
        DRIVER.put("database", "db");
        DRIVER.put("schema", "schema");
        DRIVER.put("proxy-host", "proxyHost");
        DRIVER.put("proxy-port", "proxyPort");
        DRIVER.put("proxy-user", "proxyUser");
        DRIVER.put("proxy-password", "proxyPassword");
        DRIVER.put("non-proxy-hosts", "nonProxyHosts");
    }

    private final String url;
    private final Properties driver;
    private final boolean browser;
    private final int poolSize;
    private final List<Secret> secrets;

    private SnowflakeSettings(String url, Properties driver, boolean browser, int poolSize, List<Secret> secrets) {
        this.url = url;
        this.driver = driver;
        this.browser = browser;
        this.poolSize = poolSize;
        this.secrets = List.copyOf(secrets);
    }

    /** INVALID_ARGUMENT naming the property that is missing or wrong; a value that may be secret is never shown. */
    static SnowflakeSettings of(Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(ConnectionsToml.entry(given));
        given.forEach((name, value) -> {
            if (!value.isBlank()) {
                all.put(name, value.strip());
            }
        });
        String url = url(all);
        Properties driver = fixed(url.contains("/http://") || url.startsWith("jdbc:snowflake://http:"));
        all.put("authenticator", authenticator(all));
        check(all);
        DRIVER.forEach((ours, theirs) -> {
            if (all.containsKey(ours)) {
                driver.put(theirs, all.get(ours));
            }
        });
        if (all.containsKey("account")) {
            driver.put("account", all.get("account"));
        }
        if (all.containsKey("proxy-host")) {
            driver.put("useProxy", "true");
        }
        boolean browser = all.get("authenticator").equals("externalbrowser");
        if (browser || all.get("authenticator").equals("username_password_mfa")) {
            driver.put("CLIENT_REQUEST_MFA_TOKEN", "true");
            driver.put("CLIENT_STORE_TEMPORARY_CREDENTIAL", "true");
        }
        return new SnowflakeSettings(url, driver, browser, poolSize(all), secrets(all));
    }

    private static String url(Map<String, String> all) {
        String account = all.get("account");
        String given = all.getOrDefault("url", all.getOrDefault("host", ""));
        if (account == null && given.isEmpty()) {
            throw LakeException.invalid("The property account is missing")
                    .hint(
                            "Give the account identifier, such as myorg-account1, or connection: NAME of connections.toml");
        }
        String address = given.isEmpty() ? account.replace('_', '-') + ".snowflakecomputing.com" : given;
        return "jdbc:snowflake://" + (address.endsWith("/") ? address : address + "/");
    }

    /** What holds for every connection: no telemetry, no files, no probing of clouds, texts of times that can be read exactly. */
    private static Properties fixed(boolean plain) {
        Properties fixed = new Properties();
        fixed.put("application", "mcp_buffet");
        fixed.put("disablePlatformDetection", "true");
        fixed.put("CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED", "false");
        fixed.put("CLIENT_TELEMETRY_ENABLED", "false");
        fixed.put("enablePutGet", "false");
        fixed.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
        fixed.put("CLIENT_SESSION_KEEP_ALIVE", "false");
        fixed.put("MULTI_STATEMENT_COUNT", "1");
        fixed.put("TIMEZONE", "UTC");
        fixed.put("JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC", "true");
        fixed.put("CLIENT_HONOR_CLIENT_TZ_FOR_TIMESTAMP_NTZ", "false");
        fixed.put("BINARY_OUTPUT_FORMAT", "HEX");
        fixed.put("DATE_OUTPUT_FORMAT", "YYYY-MM-DD");
        fixed.put("TIME_OUTPUT_FORMAT", "HH24:MI:SS.FF9");
        fixed.put("TIMESTAMP_NTZ_OUTPUT_FORMAT", "YYYY-MM-DD\"T\"HH24:MI:SS.FF9");
        fixed.put("TIMESTAMP_LTZ_OUTPUT_FORMAT", "YYYY-MM-DD\"T\"HH24:MI:SS.FF9TZH:TZM");
        fixed.put("TIMESTAMP_TZ_OUTPUT_FORMAT", "YYYY-MM-DD\"T\"HH24:MI:SS.FF9TZH:TZM");
        fixed.put("CLIENT_PREFETCH_THREADS", "2");
        fixed.put("loginTimeout", Integer.toString(LOGIN_SECONDS));
        fixed.put("retryTimeout", Integer.toString(LOGIN_SECONDS));
        if (plain) {
            fixed.put("ssl", "off");
        }
        return fixed;
    }

    private static String authenticator(Map<String, String> all) {
        String named = all.getOrDefault("authenticator", "").toLowerCase(Locale.ROOT);
        if (!named.isEmpty()) {
            return named;
        }
        if (all.containsKey("private-key-file") || all.containsKey("private-key")) {
            return "snowflake_jwt";
        }
        return all.containsKey("token") ? "programmatic_access_token" : "snowflake";
    }

    private static void check(Map<String, String> all) {
        String authenticator = all.get("authenticator");
        switch (authenticator) {
            case "snowflake_jwt" -> {
                if (!all.containsKey("private-key-file") && !all.containsKey("private-key")) {
                    throw missing("private-key-file", authenticator);
                }
                Optional.ofNullable(all.get("private-key-file")).ifPresent(SnowflakeSettings::readable);
            }
            case "oauth", "programmatic_access_token" -> require(all, "token");
            case "snowflake", "username_password_mfa" -> require(all, "password");
            case "externalbrowser" -> {
                // The browser asks the person.
            }
            default -> {
                if (!authenticator.startsWith("https://")) {
                    throw LakeException.invalid("The authenticator '" + authenticator + "' is not known")
                            .hint("Use snowflake, snowflake_jwt, programmatic_access_token, oauth,"
                                    + " username_password_mfa, externalbrowser, or the https address of Okta");
                }
            }
        }
        if (!authenticator.equals("oauth") && !authenticator.equals("programmatic_access_token")) {
            require(all, "user");
        }
    }

    private static void readable(String file) {
        if (!Files.isReadable(Path.of(file))) {
            throw LakeException.invalid("The key file " + file + " cannot be read")
                    .hint("Correct private-key-file, or give the user that runs the server the right to read it");
        }
    }

    private static void require(Map<String, String> all, String name) {
        if (!all.containsKey(name)) {
            throw missing(name, all.get("authenticator"));
        }
    }

    private static LakeException missing(String name, String authenticator) {
        return LakeException.invalid(
                "The property " + name + " is missing, which authenticator " + authenticator + " needs");
    }

    private static int poolSize(Map<String, String> all) {
        String text = all.getOrDefault("pool-size", Integer.toString(POOL_SIZE));
        if (!text.matches("[1-9]|[1-5]\\d|6[0-4]")) {
            throw LakeException.invalid("The property pool-size '" + text + "' is not a number from 1 to 64");
        }
        return Integer.parseInt(text);
    }

    private static List<Secret> secrets(Map<String, String> all) {
        List<Secret> secrets = new ArrayList<>();
        for (String name :
                List.of("password", "token", "passcode", "private-key", "private-key-passphrase", "proxy-password")) {
            Optional.ofNullable(all.get(name)).map(Secret::new).ifPresent(secrets::add);
        }
        return secrets;
    }

    String url() {
        return url;
    }

    /** A copy; holds secrets. */
    Properties driver() {
        Properties copy = new Properties();
        copy.putAll(driver);
        return copy;
    }

    /** Whether connecting opens a window in front of a person. */
    boolean browser() {
        return browser;
    }

    /** Unquoted names of the configuration are as Snowflake takes them. */
    Home home() {
        return new Home(stored("db"), stored("schema"));
    }

    /** As Snowflake stores the name. */
    Optional<String> warehouse() {
        return stored("warehouse");
    }

    private Optional<String> stored(String property) {
        return Optional.ofNullable(driver.getProperty(property))
                .map(name ->
                        name.startsWith("\"") ? name.substring(1, name.length() - 1) : name.toUpperCase(Locale.ROOT));
    }

    int poolSize() {
        return poolSize;
    }

    /** A text without the secrets that may have come into it. */
    String masked(String text) {
        String out = text;
        for (Secret secret : secrets) {
            if (!secret.reveal().isBlank()) {
                out = out.replace(secret.reveal(), Secret.MASK);
            }
        }
        return out;
    }
}
