package dev.ganglion.media.storage;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.io.IOException;
import java.time.Clock;

@Configuration
class StorageConfiguration {
    /** File calls block for short moments; slow senders hold a queue each, never a thread. */
    private static final int DISK_THREADS = 8;

    private static final int QUEUED_TASKS = 100_000;

    @Bean(destroyMethod = "dispose")
    Scheduler diskScheduler() {
        return Schedulers.newBoundedElastic(DISK_THREADS, QUEUED_TASKS, "media-disk");
    }

    @Bean
    MediaStorage mediaStorage(StorageProperties settings, Scheduler diskScheduler, Clock clock)
            throws IOException {
        DiskLayout layout = new DiskLayout(settings.directory().toAbsolutePath().normalize());
        layout.prepare(clock.instant());
        return new DiskStorage(layout, settings.reservedSpace(), diskScheduler);
    }
}
