import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checks ("check") or applies ("apply") the one source format to every Java file below a folder. */
final class SourceFormat {
    private static final Formatter FORMATTER =
            new Formatter(JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    public static void main(String[] arguments) throws Exception {
        boolean apply = arguments[0].equals("apply");
        List<Path> unformatted = sources(Path.of(arguments[1])).parallel().filter(file -> !isFormatted(file, apply)).toList();
        if (!apply && !unformatted.isEmpty()) {
            unformatted.forEach(file -> System.err.println("not formatted: " + file));
            System.err.println("Apply the format with: mvn -N validate -Dformat=apply");
            System.exit(1);
        }
    }

    private static Stream<Path> sources(Path root) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/"))
                    .filter(file -> !file.toString().contains("/target/") && !file.toString().contains("/node_modules/"))
                    .toList()
                    .stream();
        }
    }

    private static boolean isFormatted(Path file, boolean apply) {
        try {
            String source = Files.readString(file);
            String formatted = format(source);
            if (apply && !formatted.equals(source)) {
                Files.writeString(file, formatted);
            }
            return formatted.equals(source);
        } catch (Exception e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static String format(String source) throws Exception {
        String ordered = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.AOSP);
        return FORMATTER.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
    }
}
