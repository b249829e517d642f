package dev.ganglion.auth.crosssigningreset;

import dev.ganglion.auth.interactive.Stage;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One stage by its two names. */
@Configuration(proxyBeanMethods = false)
class ResetStages {
    @Bean
    Stage oauthStage(CrossSigningReset reset) {
        return new ResetStage(ResetStage.OAUTH, reset);
    }

    @Bean
    Stage crossSigningResetStage(CrossSigningReset reset) {
        return new ResetStage(ResetStage.UNSTABLE, reset);
    }
}
