package dev.ganglion.room.follow;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

import reactor.core.Disposable;
import reactor.core.Disposables;

import java.util.List;

/**
 * Runs all readers from when every bean is there until the service has stopped. They are cut off,
 * perhaps within a transaction: only after the last request, so that none gets their connections,
 * and before the database goes.
 */
@Component
class StreamReading implements SmartInitializingSingleton, DisposableBean {
    private final StreamReaders readers;
    private final List<StreamReader> all;
    private final Disposable.Composite running = Disposables.composite();

    StreamReading(StreamReaders readers, List<StreamReader> all) {
        this.readers = readers;
        this.all = all;
    }

    @Override
    public void afterSingletonsInstantiated() {
        all.forEach(reader -> running.add(readers.run(reader)));
    }

    @Override
    public void destroy() {
        running.dispose();
    }
}
