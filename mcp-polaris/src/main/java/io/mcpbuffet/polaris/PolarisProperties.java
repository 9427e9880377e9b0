package io.mcpbuffet.polaris;

import io.mcpbuffet.spi.CatalogProvider.PropertySpec;
import java.util.List;

/** The properties of kind {@code polaris}. Those of Iceberg carry Iceberg's names. */
final class PolarisProperties {
    static final List<PropertySpec> ALL = List.of(
            PropertySpec.required(
                    "uri", "The address of the Iceberg REST API, such as `https://polaris.example/api/catalog`"),
            PropertySpec.optional(
                    "warehouse",
                    "The catalog on that server; `*` shows all catalogs of a Polaris, each as a namespace"),
            PropertySpec.optional("prefix", "Path prefix of the API, where the server does not say it itself"),
            PropertySpec.secret("credential", "OAuth2 client credentials, `ID:SECRET`"),
            PropertySpec.optional("scope", "OAuth2 scope, `catalog` without it; `PRINCIPAL_ROLE:ALL` for Polaris"),
            PropertySpec.optional(
                    "oauth2-server-uri", "Where tokens come from; without it the catalog's own `/v1/oauth/tokens`"),
            PropertySpec.optional("audience", "OAuth2 audience"),
            PropertySpec.optional("resource", "OAuth2 resource"),
            PropertySpec.secret("token", "A bearer token, instead of `credential`"),
            PropertySpec.optional("token-file", "A file with a bearer token, read again when it changes")
                    .asPath(),
            PropertySpec.optional(
                    "token-exchange-enabled",
                    "Whether `token` is exchanged for a new one before it ends; needs `oauth2-server-uri`"),
            PropertySpec.optional("token-expires-in-ms", "How long a token lasts that does not say so"),
            PropertySpec.secret(
                    "urn:ietf:params:oauth:token-type:*",
                    "A token to exchange for one of the catalog; the name says its type"),
            PropertySpec.optional(
                    "rest.auth.type", "`oauth2`, `sigv4`, `basic` or `none`, where it does not follow from the rest"),
            PropertySpec.optional("rest.auth.basic.username", "User of basic authentication"),
            PropertySpec.secret("rest.auth.basic.password", "Password of basic authentication"),
            PropertySpec.optional("rest.sigv4-enabled", "`true` signs requests with AWS credentials"),
            PropertySpec.optional("rest.signing-name", "The service that is signed for: `glue`, `s3tables`"),
            PropertySpec.optional("rest.signing-region", "The region that is signed for; `client.region` without it"),
            PropertySpec.secret("rest.access-key-id", "Access key for signing; the AWS environment without it"),
            PropertySpec.secret("rest.secret-access-key", "Secret key for signing"),
            PropertySpec.secret("rest.session-token", "Session token for signing"),
            PropertySpec.optional("realm", "Polaris realm, sent as `Polaris-Realm`"),
            PropertySpec.secret("header.*", "A header of every request, such as `header.X-Iceberg-Access-Delegation`"),
            PropertySpec.optional(
                    "management-uri",
                    "Polaris' management API; without it `/api/management/v1` beside `/api/catalog` of `uri`"),
            PropertySpec.optional(
                    "allowed-locations", "Where files may be read, separated by commas: `s3://lake/warehouse/`"),
            PropertySpec.optional(
                    "allowed-endpoints",
                    "Hosts of object stores that the server may name besides its own, separated by commas"),
            PropertySpec.optional("scan-planning-mode", "`client` or `server`, where the server leaves it open"),
            PropertySpec.optional("rest-page-size", "Items of a page where Iceberg lists by itself"),
            PropertySpec.optional(
                    "namespace-separator",
                    "What separates levels of a namespace in a request, where a proxy refuses the usual `%1F`"),
            PropertySpec.optional("view-endpoints-supported", "`true` for a server with views that does not say so"),
            PropertySpec.optional("snapshot-loading-mode", "`all`, or `refs` to load old snapshots only when needed"),
            PropertySpec.optional("rest.client.socket-timeout-ms", "How long one answer may take, 30000 without it"),
            PropertySpec.optional("rest.client.proxy.hostname", "An HTTP proxy"),
            PropertySpec.optional("rest.client.proxy.port", "The port of the proxy, 8080 without it"),
            PropertySpec.optional("client.region", "AWS region"),
            PropertySpec.optional(
                    "s3.endpoint", "Address of an S3-compatible store; the server's word does not count then"),
            PropertySpec.optional("s3.path-style-access", "`true` for stores without a host for each bucket"),
            PropertySpec.secret("s3.access-key-id", "Your own access key for files, instead of the server's"),
            PropertySpec.secret("s3.secret-access-key", "Your own secret key for files"),
            PropertySpec.secret("s3.session-token", "Your own session token for files"),
            PropertySpec.secret("s3.*", "Iceberg's further settings of S3"),
            PropertySpec.secret("gcs.*", "Iceberg's settings of Google Cloud Storage"),
            PropertySpec.secret("adls.*", "Iceberg's settings of Azure"));

    private PolarisProperties() {}
}
