package dev.ganglion.auth.page;

import dev.ganglion.service.config.StartFailureException;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds templates on the class path and in the operator's folder. */
final class TemplateFiles {
    private static final String ROOT = "/templates/";
    private static final String FIX =
            "Let ganglion.templates name a folder whose files are called like those that they"
                    + " replace; docs/email.md lists them";

    private TemplateFiles() {}

    /** Texts by name. */
    static Map<String, String> read(@Nullable Path folder) {
        Map<String, String> texts = own();
        if (folder != null) {
            replace(texts, folder);
        }
        return texts;
    }

    private static Map<String, String> own() {
        Map<String, String> texts = new TreeMap<>();
        var resolver =
                new PathMatchingResourcePatternResolver(TemplateFiles.class.getClassLoader());
        try {
            for (Resource file : resolver.getResources("classpath*:templates/*/*.*")) {
                String url = file.getURL().toString();
                String name = url.substring(url.lastIndexOf(ROOT) + ROOT.length());
                texts.put(name, file.getContentAsString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static void replace(Map<String, String> texts, Path folder) {
        List<Path> files = files(folder);
        List<String> unknown =
                files.stream()
                        .map(file -> name(folder, file))
                        .filter(name -> !texts.containsKey(name))
                        .toList();
        if (!unknown.isEmpty()) {
            throw new StartFailureException(
                    "There are no such templates: " + String.join(", ", unknown), FIX);
        }
        files.forEach(file -> texts.put(name(folder, file), text(file)));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StartFailureException(
                    "The folder of templates cannot be read: " + e.getMessage(), FIX);
        }
    }

    /** What editors and mounted volumes leave beside the files. */
    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartFailureException("The template cannot be read: " + e.getMessage(), FIX);
        }
    }
}
