package io.mcpbuffet.engine.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Values by key, of which those not asked for the longest are forgotten beyond a number. Safe for many threads. */
final class Recent<K, V> {
    private final Map<K, V> values;

    Recent(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The value, made where it is not there; threads that ask for it at once may each make it. */
    V get(K key, Function<K, V> make) {
        synchronized (values) {
            V known = values.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = make.apply(key);
        synchronized (values) {
            values.put(key, made);
        }
        return made;
    }
}
