package dev.ganglion.service.web;

import dev.ganglion.protocol.error.MatrixException;
import dev.ganglion.protocol.json.Json;
import dev.ganglion.protocol.json.JsonObject;
import dev.ganglion.protocol.json.JsonValue;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractDecoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.MultiValueMap;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

/**
 * Reads a request body as JSON whatever its content type, for clients send many. The body is
 * collected first, within the limit, checked once as text, and then read as the type that the
 * endpoint asks for.
 */
final class JsonBodyDecoder extends AbstractDecoder<Object> {
    private final JsonMapper mapper;
    private final int maxBytes;

    JsonBodyDecoder(JsonMapper mapper, int maxBytes) {
        super(MimeTypeUtils.ALL);
        this.mapper = mapper;
        this.maxBytes = maxBytes;
    }

    /** Forms of pages have a reader of their own, which is asked only after this one. */
    @Override
    public boolean canDecode(ResolvableType elementType, @Nullable MimeType mimeType) {
        return !MultiValueMap.class.isAssignableFrom(elementType.toClass())
                && super.canDecode(elementType, mimeType);
    }

    @Override
    public Flux<Object> decode(
            Publisher<DataBuffer> input,
            ResolvableType type,
            @Nullable MimeType mimeType,
            @Nullable Map<String, Object> hints) {
        return decodeToMono(input, type, mimeType, hints).flux();
    }

    @Override
    public Mono<Object> decodeToMono(
            Publisher<DataBuffer> input,
            ResolvableType type,
            @Nullable MimeType mimeType,
            @Nullable Map<String, Object> hints) {
        return DataBufferUtils.join(input, maxBytes).map(buffer -> read(bytes(buffer), type));
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private Object read(byte[] body, ResolvableType type) {
        JsonText.check(body);
        Class<?> target = type.toClass();
        if (target == JsonObject.class) {
            return Json.parseObject(body);
        }
        if (target == JsonValue.class) {
            return Json.parse(body);
        }
        if (target == RawJson.class) {
            return raw(body);
        }
        return typed(body, type);
    }

    private Object typed(byte[] body, ResolvableType type) {
        try {
            Object value =
                    mapper.readValue(body, mapper.getTypeFactory().constructType(type.getType()));
            if (value == null) {
                throw MatrixException.badJson("The body is null");
            }
            return value;
        } catch (JacksonException e) {
            throw new DecodingException("Unreadable JSON", e);
        }
    }

    private RawJson raw(byte[] body) {
        try (JsonParser parser = mapper.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw MatrixException.badJson("Expected a JSON object");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw MatrixException.notJson("There is more after the end of the JSON");
            }
            return new RawJson(body);
        } catch (JacksonException e) {
            throw new DecodingException("Unreadable JSON", e);
        }
    }
}
