package dev.ganglion.service.config;

import dev.ganglion.protocol.identifier.ServerName;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/** Reads a server name from a setting. */
@ConfigurationPropertiesBinding
final class ServerNameConverter implements Converter<String, ServerName> {
    @Override
    public ServerName convert(String text) {
        return ServerName.parse(text);
    }
}
