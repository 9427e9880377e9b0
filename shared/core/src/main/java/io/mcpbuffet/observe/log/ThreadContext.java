package io.mcpbuffet.observe.log;

import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.helpers.ThreadLocalMapOfStacks;
import org.slf4j.spi.MDCAdapter;

/** What the entries of a thread have in common, such as a request. Threads that it starts begin without, since they may serve others. */
final class ThreadContext implements MDCAdapter {
    private static final ThreadLocal<Map<String, String>> VALUES = new ThreadLocal<>();

    private final ThreadLocalMapOfStacks stacks;

    ThreadContext(ThreadLocalMapOfStacks stacks) {
        this.stacks = stacks;
    }

    @Override
    public void put(String key, String value) {
        Map<String, String> own = VALUES.get();
        if (own == null) {
            own = new LinkedHashMap<>();
            VALUES.set(own);
        }
        own.put(key, value);
    }

    @Override
    public String get(String key) {
        Map<String, String> own = VALUES.get();
        return own == null ? null : own.get(key);
    }

    @Override
    public void remove(String key) {
        Map<String, String> own = VALUES.get();
        if (own != null) {
            own.remove(key);
        }
    }

    @Override
    public void clear() {
        VALUES.remove();
    }

    @Override
    public Map<String, String> getCopyOfContextMap() {
        Map<String, String> own = VALUES.get();
        return own == null ? null : new LinkedHashMap<>(own);
    }

    @Override
    public void setContextMap(Map<String, String> map) {
        VALUES.set(new LinkedHashMap<>(map));
    }

    @Override
    public void pushByKey(String key, String value) {
        stacks.pushByKey(key, value);
    }

    @Override
    public String popByKey(String key) {
        return stacks.popByKey(key);
    }

    @Override
    public Deque<String> getCopyOfDequeByKey(String key) {
        return stacks.getCopyOfDequeByKey(key);
    }

    @Override
    public void clearDequeByKey(String key) {
        stacks.clearDequeByKey(key);
    }
}
