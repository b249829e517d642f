package dev.ganglion.service.web;

import dev.ganglion.protocol.json.CanonicalJson;
import dev.ganglion.protocol.json.JsonArray;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Lets {@link JsonValue}s, {@link RawJson} and identifiers be fields of typed records. */
final class MatrixJsonModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    MatrixJsonModule() {
        super("matrix");
        addSerializer(JsonValue.class, new ValueSerializer());
        addSerializer(RawJson.class, new RawSerializer());
        addDeserializer(JsonValue.class, new ValueDeserializer<>(JsonValue.class));
        addDeserializer(JsonObject.class, new ValueDeserializer<>(JsonObject.class));
        addDeserializer(JsonArray.class, new ValueDeserializer<>(JsonArray.class));
        IdentifierTypes.addTo(this);
    }

    private static final class ValueSerializer extends StdSerializer<JsonValue> {
        ValueSerializer() {
            super(JsonValue.class);
        }

        @Override
        public void serialize(JsonValue value, JsonGenerator json, SerializationContext context) {
            json.writeRawValue(CanonicalJson.encodeToString(value));
        }
    }

    private static final class RawSerializer extends StdSerializer<RawJson> {
        RawSerializer() {
            super(RawJson.class);
        }

        @Override
        public void serialize(RawJson value, JsonGenerator json, SerializationContext context) {
            json.writeRawValue(value.toString());
        }
    }

    private static final class ValueDeserializer<V extends JsonValue> extends StdDeserializer<V> {
        private final Class<V> type;

        ValueDeserializer(Class<V> type) {
            super(type);
            this.type = type;
        }

        @Override
        public V deserialize(JsonParser parser, DeserializationContext context) {
            JsonValue value = JsonValues.read(parser);
            if (type.isInstance(value)) {
                return type.cast(value);
            }
            return context.reportInputMismatch(type, "Another JSON type was expected");
        }
    }
}
