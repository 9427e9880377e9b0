package io.mcpbuffet.duckdb;

import io.mcpbuffet.model.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that are one table.
 *
 * @param location the file, or the directory of several
 * @param partitions names of the Hive-style partition columns, outermost first
 */
record FileTable(
        Namespace namespace, String name, FileFormat format, Path location, List<Path> files, List<String> partitions) {
    FileTable {
        files = List.copyOf(files);
        partitions = List.copyOf(partitions);
    }

    FileTable named(String other) {
        return new FileTable(namespace, other, format, location, files, partitions);
    }

    /** Options of the reader function, each value a SQL literal. */
    Map<String, String> options() {
        Map<String, String> options = new TreeMap<>(format.options());
        options.put("hive_partitioning", Boolean.toString(!partitions.isEmpty()));
        if (files.size() > 1) {
            options.put("union_by_name", "true");
        }
        return options;
    }

    /** Sizes and times of the files: their content has changed where these differ. */
    List<Long> stamp() {
        List<Long> stamp = new ArrayList<>(2 * files.size());
        for (Path file : files) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamp.add(attributes.size());
                stamp.add(attributes.lastModifiedTime().toMillis());
            } catch (IOException e) {
                stamp.add(-1L);
                stamp.add(-1L);
            }
        }
        return stamp;
    }
}
