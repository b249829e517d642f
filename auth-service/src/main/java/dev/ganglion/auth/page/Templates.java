package dev.ganglion.auth.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;

import dev.ganglion.service.config.StartFailureException;

import org.springframework.stereotype.Component;

import java.io.Reader;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;

/**
 * The texts of pages and mails, read once when the service starts: those of the suite, and in their
 * place those of the operator's folder that have the same name. Values are escaped in {@code
 * .html}; in all else they stand as they are.
 */
@Component
public class Templates {
    private final Map<String, String> sources;
    private final Map<String, Template> compiled = new TreeMap<>();

    Templates(PageProperties properties) {
        this.sources = TemplateFiles.read(properties.templates());
        sources.forEach((name, source) -> compiled.put(name, compile(name, source)));
    }

    /**
     * The template with its values put in.
     *
     * @param name as in {@code pages/error.html}
     * @param values a variable that is not there is nothing
     */
    public String render(String name, Map<String, ?> values) {
        Template template = compiled.get(name);
        if (template == null) {
            throw new IllegalStateException("There is no template " + name);
        }
        return template.execute(values);
    }

    private Template compile(String name, String source) {
        try {
            return Mustache.compiler()
                    .escapeHTML(name.endsWith(".html"))
                    .emptyStringIsFalse(true)
                    .defaultValue("")
                    .withLoader(part -> part(name, part))
                    .compile(source);
        } catch (MustacheException e) {
            throw new StartFailureException(
                    "The template " + name + " is not well formed: " + e.getMessage(),
                    "Mend the file in the folder that ganglion.templates names");
        }
    }

    /** A part stands in the same folder as the template that names it. */
    private Reader part(String name, String part) {
        String folder = name.substring(0, name.indexOf('/') + 1);
        String ending = name.substring(name.lastIndexOf('.'));
        String source = sources.get(folder + part + ending);
        if (source == null) {
            throw new MustacheException("there is no part " + part);
        }
        return new StringReader(source);
    }
}
