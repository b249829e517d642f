package dev.ganglion.acceptance;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RestController;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds what the services implement, so that no operation is forgotten when one is added. */
final class Operations {
    private Operations() {}

    /** Every operation of every service that clients can reach. */
    static List<Operation> all() {
        return declared().filter(Operation::isForClients).toList();
    }

    /** Those of administrators, by whatever they are reached. */
    static List<Operation> ofAdministrators() {
        return declared()
                .filter(operation -> operation.path().contains("/admin/"))
                .filter(Operation::needsUser)
                .toList();
    }

    private static Stream<Operation> declared() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        return scanner.findCandidateComponents("dev.ganglion").stream()
                .map(BeanDefinition::getBeanClassName)
                .filter(name -> name != null && !name.startsWith("dev.ganglion.testing."))
                .map(Operations::load)
                .flatMap(controller -> Arrays.stream(controller.getDeclaredMethods()))
                .flatMap(Operation::of)
                .sorted(Comparator.comparing(Operation::path).thenComparing(Operation::method));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Operations.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
