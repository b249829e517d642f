package dev.ganglion.media.storage;

import dev.ganglion.service.config.StartFailureException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.io.IOException;
import java.nio.file.Path;
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
    MediaStorage mediaStorage(StorageProperties settings, Scheduler diskScheduler, Clock clock) {
        Path root = settings.directory().toAbsolutePath().normalize();
        DiskLayout layout = new DiskLayout(root);
        try {
            layout.prepare(clock.instant());
        } catch (IOException e) {
            throw new StartFailureException(
                    "Files cannot be kept in " + root + ": " + e,
                    "Make it a folder that this process may write to, or set"
                            + " ganglion.media.directory to another");
        }
        return new DiskStorage(layout, settings.reservedSpace(), diskScheduler);
    }
}
