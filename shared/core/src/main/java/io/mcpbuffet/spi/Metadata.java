package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableRef;
import java.util.List;

/** The ability of a catalog that shows the metadata of its tables as rows. */
public interface Metadata {
    /** A page of rows whose cells are values of the wire, with the columns of the view. */
    record MetadataPage(List<ResultColumn> columns, Page<List<Object>> rows) {}

    MetadataPage inspect(TableRef table, MetadataView view, AsOf asOf, PageRequest page);
}
