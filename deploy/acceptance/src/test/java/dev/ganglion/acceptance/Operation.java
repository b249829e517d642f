package dev.ganglion.acceptance;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.ganglion.service.identity.Requester;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An operation that clients can call, as its endpoint declares it.
 *
 * @param path with names in braces
 * @param hasBody whether it reads a JSON body
 * @param fields the names in its body, as far as it declares them
 * @param needsUser whether it is for logged-in users alone
 */
record Operation(
        String method, String path, boolean hasBody, List<String> fields, boolean needsUser) {
    private static final Pattern NAME = Pattern.compile("\\{\\*?(\\w+)}");

    /** All operations of one endpoint. */
    static Stream<Operation> of(Method endpoint) {
        RequestMapping mapping =
                AnnotatedElementUtils.findMergedAnnotation(endpoint, RequestMapping.class);
        if (mapping == null) {
            return Stream.empty();
        }
        return Arrays.stream(mapping.path())
                .flatMap(path -> prefixes(endpoint).map(prefix -> prefix + path))
                .flatMap(
                        path ->
                                Arrays.stream(mapping.method())
                                        .map(method -> of(method.name(), path, endpoint)));
    }

    private static Operation of(String method, String path, Method endpoint) {
        Optional<Parameter> body =
                Arrays.stream(endpoint.getParameters())
                        .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
                        .findFirst();
        boolean needsUser = List.of(endpoint.getParameterTypes()).contains(Requester.class);
        return new Operation(
                method,
                path,
                body.isPresent(),
                body.map(Parameter::getType).map(Operation::fieldsOf).orElse(List.of()),
                needsUser);
    }

    boolean isForClients() {
        return path.startsWith("/_matrix/") || path.startsWith("/_synapse/");
    }

    boolean isAboutARoom() {
        return path.contains("{roomId}") || path.contains("{room}");
    }

    /** The path with these values in place of the names; other names get harmless ones. */
    String filled(Map<String, String> values) {
        Matcher names = NAME.matcher(path);
        return names.replaceAll(
                match ->
                        Matcher.quoteReplacement(
                                URLEncoder.encode(
                                                values.getOrDefault(match.group(1), "nothing"),
                                                StandardCharsets.UTF_8)
                                        .replace("+", "%20")));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    private static Stream<String> prefixes(Method endpoint) {
        RequestMapping mapping =
                AnnotatedElementUtils.findMergedAnnotation(
                        endpoint.getDeclaringClass(), RequestMapping.class);
        return mapping == null ? Stream.of("") : Arrays.stream(mapping.path());
    }

    private static List<String> fieldsOf(Class<?> body) {
        List<String> names = new ArrayList<>();
        if (body.isRecord()) {
            for (RecordComponent component : body.getRecordComponents()) {
                JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
                names.add(given == null ? snakeCase(component.getName()) : given.value());
            }
        }
        return names;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }
}
