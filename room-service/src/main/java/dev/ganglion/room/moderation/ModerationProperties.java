package dev.ganglion.room.moderation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How room-service treats moderation.
 *
 * @param whenUnavailable {@code ganglion.moderation.when-unavailable}: whether messages are sent
 *     unchecked while a policy is active and moderation-service does not answer
 */
@ConfigurationProperties("ganglion.moderation")
record ModerationProperties(@DefaultValue("refuse") WhenUnavailable whenUnavailable) {
    enum WhenUnavailable {
        REFUSE,
        ALLOW
    }
}
