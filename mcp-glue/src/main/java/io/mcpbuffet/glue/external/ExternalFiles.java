package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.FileRecords;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.ScanPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** The files of Hive-style tables: all below a location but hidden and empty ones. */
public final class ExternalFiles {
    private static final int THREADS = 8;
    private static final long SETTLED_MILLIS = 3_000;
    private static final int MAX_FILES = 100_000;
    private static final Pattern S3 = Pattern.compile("s3[an]?://([^/]+)(/.*)?");

    private final FileIO io;
    private final LongFunction<LocalFiles> copies;
    private final Map<String, Long> written = new ConcurrentHashMap<>();
    private final Map<String, Long> lengths = new ConcurrentHashMap<>();
    private final Map<String, TextFiles> texts = new ConcurrentHashMap<>();

    /** For one scan; {@code copies} brings files of a time to the local disk, since they may be written again under their names. */
    public ExternalFiles(FileIO io, LongFunction<LocalFiles> copies) {
        this.io = io;
        this.copies = copies;
    }

    /**
     * Where files lie.
     *
     * @param values of the partition keys, by the numbers of their fields
     * @param text what reads the files where they are text; otherwise they are Parquet
     */
    record Place(String location, Map<Integer, Object> values, Optional<TextFiles> text) {}

    /** In the order of the places and of the names of the files. */
    List<ScanPlan.DataFile> below(TableRef ref, List<Place> places) {
        if (!(io instanceof SupportsPrefixOperations listing)) {
            throw LakeException.unsupported("The files of " + ref + " cannot be listed by the configured io-impl");
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(THREADS, Math.max(1, places.size())));
        try {
            List<Future<List<ScanPlan.DataFile>>> asked = new ArrayList<>();
            places.forEach(place -> asked.add(pool.submit(() -> below(ref, place, listing))));
            List<ScanPlan.DataFile> files = new ArrayList<>();
            for (Future<List<ScanPlan.DataFile>> each : asked) {
                files.addAll(each.get());
                bounded(ref, files.size());
            }
            return files;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : LakeException.of(ErrorCode.INTERNAL, "The files of " + ref + " cannot be listed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(
                    ErrorCode.CANCELLED, "The call was cancelled while files of " + ref + " were listed", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void bounded(TableRef ref, int files) {
        if (files > MAX_FILES) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED, "The query needs more than " + MAX_FILES + " files of " + ref)
                    .hint("Add conditions on its partition keys");
        }
    }

    private List<ScanPlan.DataFile> below(TableRef ref, Place place, SupportsPrefixOperations listing) {
        Matcher location = S3.matcher(place.location());
        if (!location.matches()) {
            throw LakeException.unsupported(
                    "The table " + ref + " cannot be queried here: '" + place.location() + "' is not on S3");
        }
        // without the slash, files of a neighbour with a longer name would be found
        String prefix = place.location().endsWith("/") ? place.location() : place.location() + "/";
        List<ScanPlan.DataFile> files = new ArrayList<>();
        for (FileInfo file : listing.listPrefix(prefix)) {
            if (file.size() > 0
                    && isVisible(file.location()
                            .substring(Math.min(prefix.length(), file.location().length())))) {
                files.add(dataFile(file, place));
                bounded(ref, files.size());
            }
        }
        return files;
    }

    /** Writers hide what is not data behind a dot or an underscore, directories too. */
    private static boolean isVisible(String path) {
        for (String part : path.split("/", -1)) {
            if (part.startsWith("_") || part.startsWith(".")) {
                return false;
            }
        }
        return !path.endsWith("/");
    }

    private ScanPlan.DataFile dataFile(FileInfo file, Place place) {
        written.put(file.location(), state(file.createdAtMillis()));
        lengths.put(file.location(), file.size());
        place.text().ifPresent(text -> texts.put(file.location(), text));
        ScanPlan.Format format = place.text().isPresent() ? ScanPlan.Format.TEXT : ScanPlan.Format.PARQUET;
        return new ScanPlan.DataFile(
                file.location(), format, file.size(), -1, 0, 0, place.values(), List.of(), OptionalLong.empty());
    }

    /** Object stores tell times in seconds, so a file of just now may be written again and not look it: its copy is not used twice. */
    private static long state(long written) {
        return System.currentTimeMillis() - written > SETTLED_MILLIS ? written : -System.nanoTime();
    }

    FileAccess access() {
        return new FileAccess() {
            @Override
            public LocalFile fetch(String location, long length) {
                return copy(location, length);
            }

            @Override
            public FileRecords records(String location, ScanPlan.Format format) {
                return texts.get(location).open(copy(location, lengths.get(location)), location);
            }
        };
    }

    private LocalFile copy(String location, long length) {
        return copies.apply(written.getOrDefault(location, 0L)).file(io, location, length);
    }
}
