package io.mcpbuffet.polaris.storage;

import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** A file that is asked for once more with new credentials when the old ones are refused. */
record RenewingInput(TableStorage storage, String location, Optional<Long> length) implements InputFile {
    @Override
    public long getLength() {
        return length.orElseGet(() -> with(InputFile::getLength));
    }

    @Override
    public boolean exists() {
        return with(InputFile::exists);
    }

    @Override
    public SeekableInputStream newStream() {
        return new RenewingStream(this);
    }

    /** Does something to the file, twice where that may help. */
    <T> T with(Function<InputFile, T> use) {
        FileIO store = storage.store(location);
        try {
            return use.apply(file(store));
        } catch (RuntimeException e) {
            if (!StorageErrors.credentials(e) || !storage.renew()) {
                throw storage.errors().translate(e, location);
            }
        }
        try {
            return use.apply(file(storage.store(location)));
        } catch (RuntimeException e) {
            throw storage.errors().translate(e, location);
        }
    }

    private InputFile file(FileIO store) {
        return length.map(bytes -> store.newInputFile(location, bytes)).orElseGet(() -> store.newInputFile(location));
    }
}
