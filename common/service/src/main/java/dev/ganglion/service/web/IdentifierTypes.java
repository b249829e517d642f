package dev.ganglion.service.web;

import dev.ganglion.protocol.identifier.DeviceId;
import dev.ganglion.protocol.identifier.EventId;
import dev.ganglion.protocol.identifier.MxcUri;
import dev.ganglion.protocol.identifier.RoomAlias;
import dev.ganglion.protocol.identifier.RoomId;
import dev.ganglion.protocol.identifier.RoomIdOrAlias;
import dev.ganglion.protocol.identifier.ServerName;
import dev.ganglion.protocol.identifier.UserId;

import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import java.util.List;
import java.util.function.Function;

/** The identifiers, as parameters of a path or query and as strings within JSON. */
final class IdentifierTypes {
    private static final List<IdentifierType<?>> ALL =
            List.of(
                    new IdentifierType<>(UserId.class, UserId::parse),
                    new IdentifierType<>(RoomId.class, RoomId::parse),
                    new IdentifierType<>(RoomAlias.class, RoomAlias::parse),
                    new IdentifierType<>(RoomIdOrAlias.class, RoomIdOrAlias::parse),
                    new IdentifierType<>(EventId.class, EventId::parse),
                    new IdentifierType<>(DeviceId.class, DeviceId::parse),
                    new IdentifierType<>(MxcUri.class, MxcUri::parse),
                    new IdentifierType<>(ServerName.class, ServerName::parse));

    private IdentifierTypes() {}

    static void addTo(FormatterRegistry converters) {
        ALL.forEach(type -> type.addTo(converters));
    }

    static void addTo(SimpleModule module) {
        ALL.forEach(type -> type.addTo(module));
    }

    private record IdentifierType<T>(Class<T> type, Function<String, T> parse) {
        void addTo(FormatterRegistry converters) {
            Converter<String, T> converter = parse::apply;
            converters.addConverter(String.class, type, converter);
        }

        void addTo(SimpleModule module) {
            module.addDeserializer(type, new Reader<>(type, parse));
            module.addSerializer(type, new Writer<>(type));
        }
    }

    private static final class Reader<T> extends StdDeserializer<T> {
        private final Function<String, T> parse;

        Reader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(handledType(), "A string was expected");
            }
            try {
                return parse.apply(parser.getString());
            } catch (IllegalArgumentException _) {
                return context.reportInputMismatch(handledType(), "Not a valid identifier");
            }
        }
    }

    private static final class Writer<T> extends StdSerializer<T> {
        Writer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.toString());
        }
    }
}
