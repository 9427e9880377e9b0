package io.mcpbuffet.server;

import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens catalogs whose calls go through a gate. They have all the abilities of what they stand for. */
record GatedProvider(CatalogProvider provider, CatalogGate gate) implements CatalogProvider {
    @Override
    public String kind() {
        return provider.kind();
    }

    @Override
    public List<PropertySpec> properties() {
        return provider.properties();
    }

    @Override
    public Set<Feature> features() {
        return provider.features();
    }

    @Override
    public Optional<String> dialect() {
        return provider.dialect();
    }

    @Override
    public Catalog open(String name, Map<String, String> properties, Services services) {
        Catalog catalog = provider.open(name, properties, services);
        Set<Class<?>> abilities = new LinkedHashSet<>();
        for (Class<?> type = catalog.getClass(); type != null; type = type.getSuperclass()) {
            abilities.addAll(List.of(type.getInterfaces()));
        }
        return (Catalog) Proxy.newProxyInstance(
                catalog.getClass().getClassLoader(),
                abilities.toArray(Class<?>[]::new),
                (proxy, method, arguments) -> call(catalog, method, arguments));
    }

    private Object call(Catalog catalog, Method method, Object[] arguments) {
        boolean asks = method.getDeclaringClass() != Object.class
                && !method.getName().equals("close")
                && !method.getName().equals("dialect");
        return asks ? gate.through(() -> invoked(catalog, method, arguments)) : invoked(catalog, method, arguments);
    }

    private static Object invoked(Catalog catalog, Method method, Object[] arguments) {
        try {
            return method.invoke(catalog, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new UndeclaredThrowableException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Methods of interfaces are open", e);
        }
    }
}
