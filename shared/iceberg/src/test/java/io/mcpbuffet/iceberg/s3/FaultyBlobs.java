package io.mcpbuffet.iceberg.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects whose reading can be made to fail, and is counted. */
public final class FaultyBlobs extends ForwardingBlobStore {
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** What happens to who reads an object. */
    private sealed interface Fault {}

    private record Status(int code, String error) implements Fault {}

    private record BrokenOff(long after) implements Fault {}

    private record Slow(Duration perBuffer) implements Fault {}

    FaultyBlobs(BlobStore blobs) {
        super(blobs);
    }

    /** Objects whose keys end so answer 403. */
    public void deny(String keyEnd) {
        faults.put(keyEnd, new Status(403, "AccessDenied"));
    }

    /** Objects whose keys end so answer 503. */
    public void overload(String keyEnd) {
        faults.put(keyEnd, new Status(503, "SlowDown"));
    }

    /** Connections close within the body of objects whose keys end so. */
    public void breakOff(String keyEnd, long afterBytes) {
        faults.put(keyEnd, new BrokenOff(afterBytes));
    }

    /** Each buffer of objects whose keys end so takes a while. */
    public void slow(String keyEnd, Duration perBuffer) {
        faults.put(keyEnd, new Slow(perBuffer));
    }

    public void mend() {
        faults.clear();
    }

    /** GET requests of objects so far. */
    public long reads() {
        return reads.get();
    }

    /** Bytes of objects sent so far. */
    public long bytes() {
        return bytes.get();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        reads.incrementAndGet();
        Fault fault = faults.entrySet().stream()
                .filter(entry -> request.key().endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (fault instanceof Status status) {
            throw failure(status);
        }
        ResponseInputStream<GetObjectResponse> whole = super.getBlob(request);
        return new ResponseInputStream<>(whole.response(), new Body(whole, fault));
    }

    private static S3Exception failure(Status status) {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(status.error())
                .errorMessage("The store says " + status.error())
                .build();
        return (S3Exception) S3Exception.builder()
                .statusCode(status.code())
                .awsErrorDetails(details)
                .message(details.errorMessage())
                .build();
    }

    private final class Body extends FilterInputStream {
        private final Fault fault;
        private long sent;

        Body(InputStream in, Fault fault) {
            super(in);
            this.fault = fault;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (fault instanceof BrokenOff broken && sent >= broken.after()) {
                throw new IOException("The store breaks off");
            }
            if (fault instanceof Slow slow) {
                LockSupport.parkNanos(slow.perBuffer().toNanos());
            }
            int most = fault instanceof BrokenOff broken ? (int) Math.min(length, broken.after() - sent) : length;
            int count = super.read(buffer, offset, most);
            sent += Math.max(0, count);
            bytes.addAndGet(Math.max(0, count));
            return count;
        }
    }
}
