package io.mcpbuffet.spi;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Opens what it is given, counting. */
public final class FakeProvider implements CatalogProvider {
    private final Set<Feature> features;
    private final Supplier<Catalog> opening;
    private final AtomicInteger opened = new AtomicInteger();

    public FakeProvider(Set<Feature> features, Supplier<Catalog> opening) {
        this.features = features;
        this.opening = opening;
    }

    /** With all features. */
    public static FakeProvider of(Catalog catalog) {
        return new FakeProvider(EnumSet.allOf(Feature.class), () -> catalog);
    }

    public int opened() {
        return opened.get();
    }

    @Override
    public String kind() {
        return "fake";
    }

    @Override
    public List<PropertySpec> properties() {
        return List.of();
    }

    @Override
    public Set<Feature> features() {
        return features;
    }

    @Override
    public Catalog open(String name, Map<String, String> properties, Services services) {
        opened.incrementAndGet();
        return opening.get();
    }
}
