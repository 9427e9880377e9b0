package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import io.mcpbuffet.snowflake.standin.StandIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to sign in, as it arrives at the account. */
class SignInTest {
    private static final String PASSPHRASE = Canary.PASSPHRASE.value();
    private static final int ROUNDS = 2048;

    @TempDir
    private static Path directory;

    private static StandIn account;
    private static KeyPair keys;

    @BeforeAll
    static void open() throws GeneralSecurityException {
        System.setProperty("net.snowflake.jdbc.temporaryCredentialCacheDir", directory.toString());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        account = SalesAccount.start();
        account.set(
                "public-key",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void forget() {
        account.forget();
    }

    /** The first login of a catalog with these properties, after a query has worked. */
    private static JsonNode signIn(Map<String, String> properties) {
        try (SnowflakeCatalog catalog = Account.catalog(account, properties)) {
            assertThat(account.sent("login")).isEmpty();
            catalog.ping();
            return account.sent("login").get(0);
        }
    }

    private static LakeException refused(Map<String, String> properties) {
        return catchThrowableOfType(LakeException.class, () -> signIn(properties));
    }

    private static Path pem(String name, byte[] key, String kind) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key) + "\n-----END " + kind + "-----\n";
        return Files.writeString(directory.resolve(name), text);
    }

    /** As {@code openssl pkcs8 -topk8 -v2 aes256} writes it: PBES2 with PBKDF2 and AES. */
    private static byte[] encrypted() throws GeneralSecurityException {
        byte[] salt = new byte[16];
        byte[] iv = new byte[16];
        new SecureRandom().nextBytes(salt);
        new SecureRandom().nextBytes(iv);
        byte[] secret = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(PASSPHRASE.toCharArray(), salt, ROUNDS, 256))
                .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"), new IvParameterSpec(iv));
        byte[] prf = der(0x30, hex("06082A864886F70D0209"), hex("0500"));
        byte[] kdf = der(
                0x30,
                hex("06092A864886F70D01050C"),
                der(0x30, der(0x04, salt), der(0x02, new byte[] {ROUNDS >> 8, (byte) ROUNDS}), prf));
        byte[] aes = der(0x30, hex("060960864801650304012A"), der(0x04, iv));
        byte[] algorithm = der(0x30, hex("06092A864886F70D01050D"), der(0x30, kdf, aes));
        return der(0x30, algorithm, der(0x04, cipher.doFinal(keys.getPrivate().getEncoded())));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (body.size() > 0x7f) {
            out.write(0x82);
            out.write(body.size() >> 8);
        }
        out.write(body.size());
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    @Test
    void signsWithAPlainKey() throws IOException {
        Path key = pem("plain.p8", keys.getPrivate().getEncoded(), "PRIVATE KEY");
        JsonNode login = signIn(Map.of("private-key-file", key.toString(), "password", ""));
        assertThat(login.path("AUTHENTICATOR").asText()).isEqualTo("SNOWFLAKE_JWT");
        assertThat(login.path("LOGIN_NAME").asText()).isEqualTo("READER");
        assertThat(login.path("ACCOUNT_NAME").asText()).isEqualToIgnoringCase("acme");
        assertThat(account.addresses("login").get(0))
                .contains("databaseName=SALES", "schemaName=PUBLIC", "warehouse=XS", "roleName=READER");
    }

    @Test
    void signsWithAnEncryptedKeyFromAFileOrAText() throws Exception {
        Path key = pem("sealed.p8", encrypted(), "ENCRYPTED PRIVATE KEY");
        signIn(Map.of("private-key-file", key.toString(), "private-key-passphrase", PASSPHRASE));
        account.forget();
        String text = Base64.getEncoder().encodeToString(Files.readString(key).getBytes(StandardCharsets.UTF_8));
        signIn(Map.of("private-key", text, "private-key-passphrase", PASSPHRASE));
    }

    @Test
    void saysThatAPassphraseOrAKeyIsWrongWithoutShowingThem() throws Exception {
        Path key = pem("sealed2.p8", encrypted(), "ENCRYPTED PRIVATE KEY");
        LakeException wrong = refused(Map.of(
                "private-key-file", key.toString(), "private-key-passphrase", Canary.PASSPHRASE.value() + "wrong"));
        assertThat(wrong.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(Canary.none(wrong.getMessage() + wrong.hint())).contains("private key");
        Path other = pem("other.p8", other().getPrivate().getEncoded(), "PRIVATE KEY");
        LakeException unknown = refused(Map.of("private-key-file", other.toString()));
        assertThat(unknown.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(unknown.hint()).contains("RSA_PUBLIC_KEY");
    }

    private static KeyPair other() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    @Test
    void sendsTokens() {
        JsonNode pat = signIn(Map.of("token", Canary.SNOWFLAKE_TOKEN.value(), "password", ""));
        assertThat(pat.path("AUTHENTICATOR").asText()).isEqualTo("PROGRAMMATIC_ACCESS_TOKEN");
        assertThat(pat.path("TOKEN").asText()).isEqualTo(Canary.SNOWFLAKE_TOKEN.value());
        account.forget();
        JsonNode oauth = signIn(Map.of("token", Canary.SNOWFLAKE_TOKEN.value(), "authenticator", "oauth"));
        assertThat(oauth.path("AUTHENTICATOR").asText()).isEqualTo("OAUTH");
        account.forget();
        LakeException refused =
                refused(Map.of("token", Canary.SNOWFLAKE_TOKEN.value() + "wrong", "authenticator", "oauth"));
        assertThat(refused.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
        assertThat(Canary.in(refused.getMessage())).isEmpty();
    }

    @Test
    void keepsTheTokenOfASecondFactor() {
        Map<String, String> mfa = Map.of("authenticator", "username_password_mfa", "passcode", "123456");
        JsonNode first = signIn(mfa);
        assertThat(first.path("PASSCODE").asText()).isEqualTo("123456");
        assertThat(first.path("SESSION_PARAMETERS")
                        .path("CLIENT_REQUEST_MFA_TOKEN")
                        .asBoolean())
                .isTrue();
        account.forget();
        assertThat(signIn(mfa).path("TOKEN").asText()).isEqualTo("cached-mfa-token");
    }

    @Test
    void opensNoBrowserUnasked() {
        try (SnowflakeCatalog catalog = Account.catalog(account, Map.of("authenticator", "externalbrowser"))) {
            catalog.ping();
            assertThat(account.sent("login")).isEmpty();
        }
    }

    @Test
    void takesAnEntryOfConnectionsToml() throws IOException {
        Path file = Files.writeString(
                directory.resolve("connections.toml"),
                """
                [default]
                account = "other"

                [connections.work]   # as snow connection add writes it
                accountname = "acme"
                username = 'READER'
                password = "kanari-bird-snowflake-password+/9~f="
                warehouse = "FROM_FILE"
                """);
        try (SnowflakeCatalog catalog = (SnowflakeCatalog) new SnowflakeProvider()
                .open(
                        "snow",
                        Map.of(
                                "connection",
                                "work",
                                "connections-file",
                                file.toString(),
                                "url",
                                "http://localhost:" + account.port(),
                                "role",
                                "FROM_CONFIG"),
                        Account.NONE)) {
            catalog.ping();
        }
        assertThat(account.addresses("login").get(0)).contains("warehouse=FROM_FILE", "roleName=FROM_CONFIG");
        LakeException unknown = refused(Map.of("connection", "wrok", "connections-file", file.toString()));
        assertThat(unknown).hasMessageContaining("There is no connection 'wrok'");
        assertThat(unknown.hint()).isEqualTo("Did you mean work?");
    }

    /** An entry as the command line of Snowflake writes it for a token, with the file where it keeps it. */
    @ParameterizedTest
    @ValueSource(strings = {".snowflake", ".config/snowflake"})
    void findsTheFileWhereSnowflakesToolsKeepIt(String place) throws IOException {
        Path home = Files.createDirectories(directory.resolve("home of " + place.replace('/', ' ')));
        Files.writeString(
                Files.createDirectories(home.resolve(place)).resolve("connections.toml"),
                """
                [connections."my work"]
                account = "acme"
                user = "READER"
                authenticator = "PROGRAMMATIC_ACCESS_TOKEN"
                token_file_path = "~/token"
                """);
        Files.writeString(home.resolve("token"), "kanari-bird-snowflake-token+/9~f=\n");
        String before = System.setProperty("user.home", home.toString());
        try (SnowflakeCatalog catalog = (SnowflakeCatalog) new SnowflakeProvider()
                .open(
                        "snow",
                        Map.of("connection", "my work", "url", "http://localhost:" + account.port()),
                        Account.NONE)) {
            catalog.ping();
        } finally {
            System.setProperty("user.home", before);
        }
        assertThat(account.sent("login").get(0).path("TOKEN").asText()).isEqualTo(Canary.SNOWFLAKE_TOKEN.value());
    }

    @Test
    void goesThroughAProxy() {
        JsonNode login = signIn(Map.of(
                "url", "http://acme.example.invalid:8084",
                "proxy-host", "localhost",
                "proxy-port", Integer.toString(account.port())));
        assertThat(login.path("LOGIN_NAME").asText()).isEqualTo("READER");
        assertThat(account.addresses("login").get(0))
                .startsWith("http://acme.example.invalid:8084/session/v1/login-request");
    }

    @Test
    void tellsWhatIsMissingBeforeItConnects() {
        List<Map<String, String>> wrong = List.of(
                Map.of("account", "", "url", ""),
                Map.of("user", ""),
                Map.of("password", ""),
                Map.of("authenticator", "oauth"),
                Map.of("authenticator", "kerberos"),
                Map.of("authenticator", "snowflake_jwt"),
                Map.of("private-key-file", "/no/such/key.p8"),
                Map.of("pool-size", "100"),
                Map.of("connection", "x", "connections-file", "/no/such.toml"));
        List<String> named = List.of(
                "account",
                "user",
                "password",
                "token",
                "'kerberos'",
                "private-key-file",
                "/no/such/key.p8",
                "'100'",
                "/no/such.toml");
        for (int i = 0; i < wrong.size(); i++) {
            LakeException failure = refused(wrong.get(i));
            assertThat(failure).as("%s", wrong.get(i)).isNotNull().hasMessageContaining(named.get(i));
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
        assertThat(account.sent("login")).isEmpty();
    }
}
