import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Prints the ten largest files and longest methods of production code; fails when one is over the budget of docs/contributing.md. */
final class SizeBudget {
    private static final int FILE_LIMIT = 400;
    private static final int METHOD_LIMIT = 40;

    private record Sized(long lines, String what) {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        List<Path> sources = sources(root);
        if (sources.isEmpty()) {
            return;
        }
        List<Sized> files = new ArrayList<>();
        for (Path source : sources) {
            files.add(new Sized(Files.readString(source).lines().count(), root.relativize(source).toString()));
        }
        boolean within = report("files", files, FILE_LIMIT) & report("methods", methods(root, sources), METHOD_LIMIT);
        if (!within) {
            System.err.println("Over the size budget: a file has at most " + FILE_LIMIT + " lines, a method at most " + METHOD_LIMIT + ".");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/") && !file.toString().contains("/target/"))
                    .toList();
        }
    }

    private static boolean report(String what, List<Sized> sizes, int limit) {
        if (sizes.isEmpty()) {
            return true;
        }
        sizes.sort(Comparator.comparingLong(Sized::lines));
        long median = sizes.get(sizes.size() / 2).lines();
        long ninety = sizes.get(sizes.size() * 9 / 10).lines();
        long largest = sizes.getLast().lines();
        System.out.printf("%d %s: median %d lines, 90 %% at most %d, largest %d%n", sizes.size(), what, median, ninety, largest);
        sizes.reversed().stream().limit(10).forEach(size -> System.out.printf("  %4d %s%n", size.lines(), size.what()));
        return largest <= limit;
    }

    private static List<Sized> methods(Path root, List<Path> sources) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        var task = (JavacTask) compiler.getTask(null, files, diagnostic -> {}, null, null, files.getJavaFileObjectsFromPaths(sources));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<Sized> methods = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            String file = root.relativize(Path.of(unit.getSourceFile().toUri())).toString();
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethod(MethodTree method, Void nothing) {
                    long first = line(unit, positions.getStartPosition(unit, method));
                    long last = line(unit, positions.getEndPosition(unit, method));
                    methods.add(new Sized(last - first + 1, file + " " + method.getName()));
                    return super.visitMethod(method, nothing);
                }
            }.scan(unit, null);
        }
        return methods;
    }

    private static long line(CompilationUnitTree unit, long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
