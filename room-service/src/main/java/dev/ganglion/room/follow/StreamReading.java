package dev.ganglion.room.follow;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

import java.util.List;

/** Runs all readers from when the service has started until it stops, before the database goes. */
@Component
class StreamReading implements SmartLifecycle {
    private final StreamReaders readers;
    private final List<StreamReader> all;
    private final Disposable.Swap running = Disposables.swap();
    private volatile boolean isRunning;

    StreamReading(StreamReaders readers, List<StreamReader> all) {
        this.readers = readers;
        this.all = all;
    }

    @Override
    public void start() {
        isRunning = true;
        running.update(
                Disposables.composite(all.stream().map(readers::run).toArray(Disposable[]::new)));
    }

    @Override
    public void stop() {
        isRunning = false;
        running.update(Disposables.disposed());
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
