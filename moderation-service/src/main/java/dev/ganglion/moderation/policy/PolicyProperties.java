package dev.ganglion.moderation.policy;

import dev.ganglion.protocol.identifier.RoomIdOrAlias;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.util.List;
import java.util.Optional;

/**
 * The policy until it is changed for the first time while running.
 *
 * @param bannedWords what no message may say
 * @param action what becomes of a message that says it
 * @param alertKeywords what the moderators want to be told of
 * @param alertRoom the room ID or alias where they are told; none if empty
 */
@Validated
@ConfigurationProperties("ganglion.moderation")
record PolicyProperties(
        @NotNull @Size(max = Policy.MAX_WORDS) @DefaultValue
                List<@NotBlank @Size(max = Policy.MAX_WORD_LENGTH) String> bannedWords,
        @NotNull @DefaultValue("reject") Action action,
        @NotNull @Size(max = Policy.MAX_WORDS) @DefaultValue
                List<@NotBlank @Size(max = Policy.MAX_WORD_LENGTH) String> alertKeywords,
        @NotNull
                @DefaultValue("")
                @Pattern(
                        regexp = "|[!#][^\\s\\x00]{1,254}",
                        message = "must be a room ID (!…) or an alias (#…)")
                String alertRoom) {

    Policy toPolicy() {
        return new Policy(
                bannedWords,
                action,
                alertKeywords,
                alertRoom.isEmpty()
                        ? Optional.empty()
                        : Optional.of(RoomIdOrAlias.parse(alertRoom)));
    }
}
