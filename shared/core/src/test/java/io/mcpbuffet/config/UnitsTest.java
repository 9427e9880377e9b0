package io.mcpbuffet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void readsSizes() {
        assertThat(Units.size("2GB")).contains(2L << 30);
        assertThat(Units.size("512 mib")).contains(512L << 20);
        assertThat(Units.size("64k")).contains(64L << 10);
        assertThat(Units.size("17")).contains(17L);
        assertThat(Units.size("17B")).contains(17L);
        assertThat(Units.size("2 GBs")).isEmpty();
        assertThat(Units.size("-1")).isEmpty();
        assertThat(Units.size("999999999999999TB")).isEmpty();
    }

    @Test
    void readsDurations() {
        assertThat(Units.duration("60s")).contains(Duration.ofSeconds(60));
        assertThat(Units.duration("250 ms")).contains(Duration.ofMillis(250));
        assertThat(Units.duration("5m")).contains(Duration.ofMinutes(5));
        assertThat(Units.duration("1h")).contains(Duration.ofHours(1));
        assertThat(Units.duration("7")).contains(Duration.ofSeconds(7));
        assertThat(Units.duration("1d")).isEmpty();
    }

    @Test
    void writesWhatItReads() {
        assertThat(Units.text(2L << 30)).isEqualTo("2GB");
        assertThat(Units.text(1_500L)).isEqualTo("1500B");
        assertThat(Units.text(Duration.ofMillis(1_500))).isEqualTo("1500ms");
    }
}
