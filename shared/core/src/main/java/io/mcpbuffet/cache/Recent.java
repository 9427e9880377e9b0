package io.mcpbuffet.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Values by key in memory, of which those not asked for the longest go first when they become too much. Safe for use by many threads. */
public final class Recent<K, V> {
    private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private final ToLongFunction<V> weight;
    private long taken;

    /** @param most of the weights together */
    public Recent(long most, ToLongFunction<V> weight) {
        this.most = most;
        this.weight = weight;
    }

    /** @param most values */
    public Recent(int most) {
        this(most, any -> 1);
    }

    public synchronized Optional<V> find(K key) {
        return Optional.ofNullable(kept.get(key));
    }

    public synchronized void keep(K key, V value) {
        V old = kept.put(key, value);
        taken += weight.applyAsLong(value) - (old == null ? 0 : weight.applyAsLong(old));
        Iterator<V> eldest = kept.values().iterator();
        while (taken > most && eldest.hasNext()) {
            taken -= weight.applyAsLong(eldest.next());
            eldest.remove();
        }
    }

    /** The value, made where it is not there; threads that ask for it at once may each make it. */
    public V get(K key, Function<K, V> make) {
        return find(key).orElseGet(() -> {
            V made = make.apply(key);
            keep(key, made);
            return made;
        });
    }

    /** The weights of what is kept, together. */
    public synchronized long taken() {
        return taken;
    }
}
