package dev.ganglion.service.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;

import tools.jackson.databind.json.JsonMapper;

/** Reading and writing of HTTP. */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration"
        })
@EnableConfigurationProperties(WebProperties.class)
class WebAutoConfiguration {
    @Bean
    StrictMapper strictMapper() {
        return new StrictMapper();
    }

    @Bean
    FormTypeFilter formTypeFilter() {
        return new FormTypeFilter();
    }

    @Bean
    NulFilter nulFilter() {
        return new NulFilter();
    }

    @Bean
    WebFluxConfigurer matrixWebConfigurer(JsonMapper mapper, WebProperties properties) {
        int maxBytes = Math.toIntExact(properties.maxBody().toBytes());
        return new WebFluxConfigurer() {
            @Override
            public void configureHttpMessageCodecs(ServerCodecConfigurer codecs) {
                codecs.defaultCodecs().maxInMemorySize(maxBytes);
                codecs.customCodecs().register(new JsonBodyDecoder(mapper, maxBytes));
            }

            @Override
            public void addFormatters(FormatterRegistry registry) {
                IdentifierTypes.addTo(registry);
            }
        };
    }
}
