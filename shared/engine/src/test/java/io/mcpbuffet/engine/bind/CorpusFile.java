package io.mcpbuffet.engine.bind;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement of a corpus file. */
record CorpusFile(String dialect, String id, String why, String sql) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    static List<CorpusFile> read(String name, Set<String> dialects) {
        try (InputStream in = CorpusFile.class.getResourceAsStream("/corpus/" + name)) {
            List<CorpusFile> all = new ArrayList<>();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                String[] cells = line.split("\t", -1);
                if (dialects.contains(cells[0])) {
                    all.add(new CorpusFile(cells[0], cells[1], cells[2], unescaped(cells[3])));
                }
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(character(escape.group(1))));
    }

    private static String character(String escape) {
        return switch (escape.charAt(0)) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            default -> escape;
        };
    }

    @Override
    public String toString() {
        return id + " " + why;
    }
}
