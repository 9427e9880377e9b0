package io.mcpbuffet.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a model reads of an argument or a result, with the argument's default and bounds. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Describe {
    /** Plain words with one example value; empty where the name says it all. */
    String value() default "";

    /** The value that an absent argument has, as text; empty where there is none. */
    String byDefault() default "";

    /** The members of an object in a result are left to the documentation: clients pay for every byte of a schema. */
    boolean open() default false;

    /** The member of a result is left to the documentation altogether: models do without it. */
    boolean quiet() default false;

    int min() default Integer.MIN_VALUE;

    int max() default Integer.MAX_VALUE;
}
