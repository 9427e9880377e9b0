package io.mcpbuffet.router.link;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The bytes of an answer, part by part as they come; the next are only taken when these are dealt with. */
final class Body implements HttpResponse.BodySubscriber<Void> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Parts parts;
    private Flow.Subscription subscription;

    /** Deals with them. */
    interface Parts {
        /** False where no more are wanted. */
        boolean take(byte[] bytes);

        void end();
    }

    Body(Parts parts) {
        this.parts = parts;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            if (!parts.take(bytes)) {
                subscription.cancel();
                end.complete(null);
                return;
            }
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        parts.end();
        end.complete(null);
    }
}
