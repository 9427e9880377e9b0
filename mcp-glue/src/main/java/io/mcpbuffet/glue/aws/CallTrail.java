package io.mcpbuffet.glue.aws;

import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts the tries of each call, and leaves what it saw with the exception of a call that failed. */
public final class CallTrail implements ExecutionInterceptor {
    private static final ExecutionAttribute<Counter> COUNTER = new ExecutionAttribute<>("McpBuffetTries");

    private static final class Counter {
        private int tries;
        private int status;
    }

    /** What is known of a failed call; it stands among the suppressed ones of the SDK's exception. */
    public static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String service;
        private final String operation;
        private final int tries;
        private final int status;

        private Seen(String service, String operation, int tries, int status) {
            super(operation + ", tries " + tries + ", last status " + status, null, false, false);
            this.service = service;
            this.operation = operation;
            this.tries = tries;
            this.status = status;
        }

        /** Such as {@code Glue}. */
        public String service() {
            return service;
        }

        /** Such as {@code GetTables}. */
        public String operation() {
            return operation;
        }

        public int tries() {
            return tries;
        }

        /** The HTTP status of the last answer; 0 where none came. */
        public int status() {
            return status;
        }
    }

    /** What an exception of the SDK has with it. */
    public static Optional<Seen> of(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(Seen.class::isInstance)
                .map(Seen.class::cast)
                .findFirst();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(COUNTER, new Counter());
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.getAttribute(COUNTER).tries++;
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        attributes.getAttribute(COUNTER).status = context.httpResponse().statusCode();
    }

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        Counter counter = attributes.getAttribute(COUNTER);
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
        context.exception().addSuppressed(new Seen(service, operation, counter.tries, counter.status));
        return context.exception();
    }
}
