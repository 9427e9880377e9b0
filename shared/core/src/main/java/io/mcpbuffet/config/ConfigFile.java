package io.mcpbuffet.config;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds and reads {@code buffet.yaml}. */
public final class ConfigFile {
    public static final String NAME = "buffet.yaml";
    public static final String VARIABLE = "BUFFET_CONFIG";

    private ConfigFile() {}

    /**
     * The file to use: the one of the flag, of {@code $BUFFET_CONFIG}, {@code ./buffet.yaml}, {@code ~/.config/mcp-buffet/buffet.yaml}. The
     * first two are returned whether or not they exist.
     */
    public static Optional<Path> find(Optional<String> flag, Environment environment) {
        Optional<String> named = flag.or(() -> environment.variable(VARIABLE));
        if (named.isPresent()) {
            return named.map(text -> Paths.resolve(text, environment.directory(), environment.home()));
        }
        return List.of(
                        environment.directory().resolve(NAME),
                        environment.home().resolve(".config/mcp-buffet").resolve(NAME))
                .stream()
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Reads a file. INVALID_ARGUMENT tells everything that is wrong with it, with line numbers. */
    public static BuffetConfig read(Path file, Collection<? extends Kind> kinds, Environment environment) {
        String text = text(file);
        Problems problems = new Problems(file.toString());
        Path directory = file.toAbsolutePath().normalize().getParent();
        Setting.Block tree = YamlTree.read(text, problems);
        BuffetConfig config = new ConfigReader(kinds, environment, directory, problems).read(Optional.of(file), tree);
        problems.throwIfAny();
        return config;
    }

    private static String text(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > YamlTree.MAX_CHARS) {
                throw LakeException.invalid("The configuration " + file + " is over 1 MB");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist", e);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "is not UTF-8 text", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read", e);
        }
    }

    private static LakeException unreadable(Path file, String why, IOException e) {
        return LakeException.of(ErrorCode.INVALID_ARGUMENT, "The configuration " + file + " " + why, e)
                .hint("Give the right path with --config or $" + VARIABLE);
    }
}
