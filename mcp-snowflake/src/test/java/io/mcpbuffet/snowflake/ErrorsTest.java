package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.Progress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Snowflake's codes become, through the driver. */
class ErrorsTest {
    private static Account account;
    private static int asked;

    @BeforeAll
    static void open() {
        account = Account.open();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    private static LakeException failure(String code, String state, String message) {
        String sql = "SELECT " + ++asked + " AS x FROM broken";
        account.standIn()
                .can(
                        sql,
                        "{\"code\": \"%s\", \"success\": false, \"message\": \"%s\", \"data\": {\"sqlState\": \"%s\", \"errorCode\": \"%s\", \"queryId\": \"q\"}}"
                                .formatted(code, message, state, code));
        return catchThrowableOfType(LakeException.class, () -> account.run(sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "002003 | 42S02 | Object 'X' does not exist or not authorized. | NOT_FOUND | list_tables",
                "002043 | 02000 | Object does not exist, or operation cannot be performed. | NOT_FOUND | grant",
                "003001 | 42501 | Insufficient privileges to operate on schema 'X' | PERMISSION_DENIED | Grant",
                "000606 | 57P03 | No active warehouse selected in the current session. | UNAVAILABLE | warehouse",
                "090064 | 57P03 | Warehouse 'X' was suspended immediately | UNAVAILABLE | Resume",
                "090073 | 57P03 | Resource monitor quota exceeded | LIMIT_EXCEEDED | resource monitor",
                "000630 | 57014 | Statement reached its statement or warehouse timeout | TIMED_OUT | timeout_seconds",
                "000631 | 57014 | Statement reached its queued timeout | TIMED_OUT | larger warehouse",
                "000604 | 57014 | SQL execution canceled | CANCELLED | ''",
                "000707 | 02000 | Time travel data is not available for table X | SNAPSHOT_EXPIRED | describe",
                "001003 | 42000 | SQL compilation error: syntax error line 1 | SQL_REJECTED | dialect",
                "000904 | 42000 | SQL compilation error: invalid identifier 'X' | SQL_REJECTED | describe",
                "100038 | 22018 | Numeric value 'a' is not recognized | SQL_REJECTED | dialect",
                "100051 | 22012 | Division by zero | SQL_REJECTED | dialect",
                "399999 | XX000 | Something new | UNAVAILABLE | ''",
            })
    void translatesStatements(String code, String state, String message, ErrorCode expected, String hint) {
        LakeException failure = failure(code, state, message);
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.hint()).contains(hint);
        assertThat(failure.getMessage()).doesNotContain("Exception", "net.snowflake");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "390100 | Incorrect username or password was specified. | AUTH_EXPIRED | RSA_PUBLIC_KEY",
                "390144 | JWT token is invalid. | AUTH_EXPIRED | RSA_PUBLIC_KEY",
                "390189 | Role 'NONE' specified in the connect string does not exist or not authorized. | PERMISSION_DENIED | Correct it",
                "390201 | The requested warehouse does not exist or not authorized. | PERMISSION_DENIED | Correct it",
                "390422 | Incoming request with IP/Token 1.2.3.4 is not allowed to access Snowflake. | PERMISSION_DENIED | allow the address",
                "394508 | MFA authentication is required, but none of your current MFA methods are supported | AUTH_EXPIRED | key pair",
                "390120 | EXT_AUTHN_DENIED Duo Security authentication is denied. | AUTH_EXPIRED | key pair",
                "390303 | Invalid OAuth access token. | AUTH_EXPIRED | token",
            })
    void translatesSigningIn(String code, String message, ErrorCode expected, String hint) {
        account.standIn().set("login-failure", code + "|" + message);
        try (SnowflakeCatalog catalog = Account.catalog(account.standIn(), Map.of())) {
            LakeException failure = catchThrowableOfType(LakeException.class, catalog::ping);
            assertThat(failure.code()).isEqualTo(expected);
            assertThat(failure.hint()).contains(hint);
            assertThat(failure.getMessage()).doesNotContain("kanari-bird-snowflake-password+/9~f=");
        } finally {
            account.standIn().set("login-failure", "");
        }
    }

    @Test
    void showsNoSecretThatAnAnswerRepeats() {
        LakeException failure =
                failure("001003", "42000", "syntax error near 'kanari-bird-snowflake-password+/9~f=' and more");
        assertThat(failure.getMessage()).contains("***").doesNotContain("kanari-bird-snowflake-password+/9~f=");
        assertThat(failure("001003", "42000", "x".repeat(5000)).getMessage()).hasSizeLessThan(700);
    }

    @Test
    void saysWhereItCannotConnect() {
        try (SnowflakeCatalog catalog = Account.catalog(account.standIn(), Map.of("url", "http://localhost:1"))) {
            LakeException failure = catchThrowableOfType(
                    LakeException.class,
                    () -> catalog.run(
                            Account.query("SELECT 1 AS x", AsOf.LATEST, Duration.ofSeconds(3)), Progress.NONE));
            assertThat(failure.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.TIMED_OUT);
        }
    }
}
