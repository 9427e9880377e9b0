package io.mcpbuffet.json;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A record seen as JSON: its components with the names and types of the wire. */
record RecordShape(Class<? extends Record> type, List<Part> parts) {
    static RecordShape of(Class<? extends Record> type) {
        return new RecordShape(
                type, Arrays.stream(type.getRecordComponents()).map(Part::of).toList());
    }

    List<String> names() {
        return parts.stream().map(Part::name).toList();
    }

    /** An exception of the record's own checks comes out as it is. */
    Record create(Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LakeException own) {
                throw own;
            }
            throw unreadable(e);
        } catch (ReflectiveOperationException e) {
            throw unreadable(e);
        }
    }

    private static LakeException unreadable(ReflectiveOperationException e) {
        return LakeException.of(ErrorCode.INTERNAL, "A record cannot be read or made", e);
    }

    /** A component: {@code type} is what is inside of an Optional. */
    record Part(String name, Type type, boolean optional, Optional<Describe> about, RecordComponent component) {
        static Part of(RecordComponent component) {
            Type declared = component.getGenericType();
            return new Part(
                    snake(component.getName()),
                    inside(declared),
                    isOptional(declared),
                    Optional.ofNullable(component.getAnnotation(Describe.class)),
                    component);
        }

        String description() {
            return about.map(Describe::value).orElse("");
        }

        String byDefault() {
            return about.map(Describe::byDefault).orElse("");
        }

        Object get(Record owner) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                return accessor.invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw unreadable(e);
            }
        }
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    /** The word of an enum constant on the wire. */
    static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static boolean isOptional(Type type) {
        return raw(type) == Optional.class || type == OptionalInt.class || type == OptionalLong.class;
    }

    private static Type inside(Type type) {
        if (type == OptionalInt.class) {
            return int.class;
        }
        if (type == OptionalLong.class) {
            return long.class;
        }
        return raw(type) == Optional.class ? argument(type) : type;
    }

    private static String snake(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }
}
