package io.mcpbuffet.server;

import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Bounds how often each principal may call. Safe for use by many threads. */
final class RateLimits {
    private static final int KEPT = 10_000;
    private static final double NANOS_OF_A_MINUTE = 60e9;

    private final Optional<ServiceConfig.Rate> rate;
    private final LongSupplier nanos;

    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > KEPT;
        }
    };

    private record Bucket(double calls, long at) {}

    /** Without a rate nothing is bounded. */
    RateLimits(Optional<ServiceConfig.Rate> rate, LongSupplier nanos) {
        this.rate = rate;
        this.nanos = nanos;
    }

    /** RATE_LIMITED where the principal has called too often. */
    void take(String principal) {
        if (rate.isEmpty() || rate.get().perMinute() == 0) {
            return;
        }
        double wait = take(principal, rate.get());
        if (wait > 0) {
            throw LakeException.of(
                            ErrorCode.RATE_LIMITED,
                            "'" + principal + "' may make " + rate.get().perMinute() + " calls in a minute")
                    .hint("Call again in " + (long) Math.ceil(wait) + " seconds");
        }
    }

    /** Seconds to wait; 0 where the call may be made. */
    private synchronized double take(String principal, ServiceConfig.Rate limit) {
        long now = nanos.getAsLong();
        double each = NANOS_OF_A_MINUTE / limit.perMinute();
        Bucket before = buckets.getOrDefault(principal, new Bucket(limit.burst(), now));
        double calls = Math.min(limit.burst(), before.calls() + (now - before.at()) / each);
        boolean open = calls >= 1;
        buckets.put(principal, new Bucket(open ? calls - 1 : calls, now));
        return open ? 0 : (1 - calls) * each / 1e9;
    }
}
