package dev.ganglion.service.identity;

import com.nimbusds.jose.jwk.ECKey;

import dev.ganglion.service.config.ServerProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import java.time.Clock;

/** This service's own identity: its key, and the tokens that it signs with it. */
@AutoConfiguration
@EnableConfigurationProperties(InternalProperties.class)
class IdentityAutoConfiguration {
    @Bean
    TokenSigner tokenSigner(InternalProperties properties, ServerProperties server, Clock clock) {
        ECKey key = InternalKeys.readPrivate(properties.keyFile());
        if (!server.service().equals(key.getKeyID())) {
            throw new UnusableKeyException(
                    properties.keyFile(), "it is not the key of " + server.service());
        }
        return new TokenSigner(key, clock);
    }

    @Bean
    DerivedSecrets derivedSecrets(InternalProperties properties) {
        return DerivedSecrets.of(InternalKeys.readPrivate(properties.keyFile()));
    }

    @Bean
    TokenDecoders tokenDecoders(InternalProperties properties, Clock clock) {
        return new TokenDecoders(InternalKeys.readTrusted(properties.trustedKeysFile()), clock);
    }

    @Bean
    InternalTokenIssuer internalTokenIssuer(TokenSigner signer, InternalProperties properties) {
        return new InternalTokenIssuer(signer, properties.userTokenLifetime());
    }

    @Bean
    ServiceTokens serviceTokens(
            TokenSigner signer,
            ServerProperties server,
            InternalProperties properties,
            Clock clock) {
        return new ServiceTokens(
                signer, server.service(), properties.serviceTokenLifetime(), clock);
    }
}
