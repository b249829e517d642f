package dev.ganglion.auth;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Where every secret of this service comes from. */
@Configuration(proxyBeanMethods = false)
class RandomConfiguration {
    /** Reads the system's entropy once; unlike the default it does no input on an event loop. */
    @Bean
    SecureRandom secureRandom() throws NoSuchAlgorithmException {
        return SecureRandom.getInstance("DRBG");
    }
}
