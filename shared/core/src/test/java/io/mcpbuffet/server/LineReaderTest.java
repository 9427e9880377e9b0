package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.server.LineReader.End;
import io.mcpbuffet.server.LineReader.Line;
import io.mcpbuffet.server.LineReader.NotUtf8;
import io.mcpbuffet.server.LineReader.Text;
import io.mcpbuffet.server.LineReader.TooLong;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static List<Line> lines(byte[] bytes, int limit) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes), limit);
        List<Line> all = new ArrayList<>();
        for (Line line = reader.next(); !(line instanceof End); line = reader.next()) {
            all.add(line);
        }
        return all;
    }

    private static List<Line> lines(String text, int limit) throws IOException {
        return lines(text.getBytes(StandardCharsets.UTF_8), limit);
    }

    @Test
    void splitsAtLineBreaks() throws IOException {
        assertThat(lines("a\n\nb", 10)).containsExactly(new Text("a"), new Text(""), new Text("b"));
    }

    @Test
    void takesALineOfJustTheLimit() throws IOException {
        assertThat(lines("12345\n123456\n12345", 5))
                .containsExactly(new Text("12345"), new TooLong(5), new Text("12345"));
    }

    @Test
    void joinsWhatComesInManyChunks() throws IOException {
        String text = "\u00e4".repeat(200_000);
        assertThat(lines(text + "\n" + text, 1 << 20)).containsExactly(new Text(text), new Text(text));
    }

    @Test
    void skipsALongLineAtTheEnd() throws IOException {
        assertThat(lines("x".repeat(200_000), 100)).containsExactly(new TooLong(100));
    }

    @Test
    void takesTheSignThatStandsForWhatIsNotUtf8() throws IOException {
        assertThat(lines("a\uFFFDb\n\u00e4\n", 10)).containsExactly(new Text("a\uFFFDb"), new Text("\u00e4"));
    }

    @Test
    void tellsWhatIsNotUtf8() throws IOException {
        assertThat(lines(new byte[] {(byte) 0xFF, '\n', 'a', '\n'}, 10)).containsExactly(new NotUtf8(), new Text("a"));
    }
}
