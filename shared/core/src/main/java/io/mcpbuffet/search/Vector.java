package io.mcpbuffet.search;

/** A vector in one byte per dimension, each to be multiplied with a scale. Immutable. */
public final class Vector {
    private final byte[] values;
    private final float scale;

    private Vector(byte[] values, float scale) {
        this.values = values;
        this.scale = scale;
    }

    public static Vector of(float[] exact) {
        float largest = 0;
        for (float value : exact) {
            largest = Math.max(largest, Math.abs(value));
        }
        float scale = largest / Byte.MAX_VALUE;
        byte[] values = new byte[exact.length];
        for (int i = 0; largest > 0 && i < exact.length; i++) {
            values[i] = (byte) Math.round(exact[i] / scale);
        }
        return new Vector(values, scale);
    }

    /** As {@link #values} and {@link #scale} gave it. */
    static Vector of(byte[] values, float scale) {
        return new Vector(values.clone(), scale);
    }

    byte[] values() {
        return values.clone();
    }

    float scale() {
        return scale;
    }

    /** The inner product, which is the cosine for vectors of length 1. */
    public float times(Vector other) {
        int sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return sum * scale * other.scale;
    }
}
